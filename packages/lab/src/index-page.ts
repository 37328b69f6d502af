import { html, raw } from 'hono/html'
import { curlLine, type Exercise, type LabContext, type Sample } from './exercise.ts'
import { exercises } from './exercises/all.ts'
import { httpbin } from './httpbin/all.ts'
import { type ShownKnob, shownKnobs } from './knobs/table-page.ts'
import { PAGE_STYLE } from './page-style.ts'
import { answer, json } from './problem.ts'
import { playing } from './visits/playing.ts'
import { logRoutes } from './watch/log-routes.ts'

const samplesOf = (list: readonly Exercise[]): readonly Sample[] => list.flatMap(exercise => exercise.samples)

/** Every sample of every exercise, in the order of the list. */
const samples = samplesOf(exercises)

interface Section {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly samples: readonly Sample[]
}

const SECTIONS: readonly Section[] = [
  {
    id: 'exercises',
    title: 'Exercises',
    about: 'Each answers with the status codes shown, in that order.',
    samples,
  },
  {
    id: 'own',
    title: 'Your own scripts, and what you sent',
    about: 'Send a script, play it with any client, and look at what the lab saw.',
    samples: samplesOf([...playing, ...logRoutes]),
  },
  {
    id: 'httpbin',
    title: 'The paths of httpbin',
    about: 'They answer as httpbin does.',
    samples: samplesOf(httpbin),
  },
]

/** The list of exercises, one curl line each, for a terminal. */
export function listing(base: string, shown: readonly Sample[] = samples): string {
  const codes = shown.map(sample => `${sample.method} ${sample.path}`.length)
  const width = Math.min(44, Math.max(...codes))
  return shown
    .map(sample => {
      const request = `${sample.method} ${sample.path}`.padEnd(width)
      return `${request}  ${sample.answers.join(' ')}  ${sample.about}\n  ${curlLine(base, sample)}\n`
    })
    .join('')
}

/** `GET /`: a page for browsers, JSON for programs that ask for it, plain text for everybody else. */
export async function indexPage(context: LabContext): Promise<Response> {
  const { prefix, bases } = context.var
  const base = new URL(context.req.url).origin + prefix
  const accept = context.req.header('accept') ?? ''
  const headers = { vary: 'accept' }
  if (accept.includes('text/html')) {
    const policy = "default-src 'none'; style-src 'unsafe-inline'"
    const fields = { ...headers, 'content-security-policy': policy }
    return answer(String(await page(base, context)), 'text/html; charset=utf-8', { headers: fields })
  }
  if (accept.includes('application/json')) return json(indexOf(base, context), { headers })
  const parts = SECTIONS.map(section => `${section.title}\n\n${listing(base, section.samples)}`)
  const knobs = shownKnobs.map(({ name, about }) => `  ${name.padEnd(14)}  ${about}\n`).join('')
  const addresses = Object.values(bases).join(', ')
  const text = `heed lab at ${base} (${addresses})\n\n${parts.join('\n')}\nThe knobs of /status/:code\n\n${knobs}`
  return answer(text, 'text/plain; charset=utf-8', { headers })
}

function indexOf(base: string, { var: { prefix, bases } }: LabContext): object {
  const listed = (list: readonly Sample[]): object[] =>
    list.map(sample => ({ ...sample, path: prefix + sample.path, curl: curlLine(base, sample) }))
  return {
    ...Object.fromEntries(SECTIONS.map(section => [section.id, listed(section.samples)])),
    knobs: shownKnobs,
    origins: bases,
    reset: `${prefix}/reset`,
    openapi: `${prefix}/openapi.json`,
  }
}

type Html = ReturnType<typeof html>

const STYLE = `
h2 { margin: 2rem 0 0; font-size: 1.2rem }
h2 code { font-size: 1em }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin: .6rem 0 }
ol { list-style: none; margin: .8rem 0 0; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)) }
li, dl > div { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem .9rem; min-width: 0 }
.request { font-size: .95rem; font-weight: 600 }
.curl { display: block; background: var(--code); border-radius: .4rem; padding: .45rem .6rem; user-select: all }
.codes { display: flex; flex-wrap: wrap; gap: .3rem; margin: .4rem 0 }
dl { margin: .8rem 0 0; display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)) }
dl > div { padding: .5rem .9rem }
dt { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem }
dt code:first-child { font-weight: 600 }
dd { margin: .1rem 0 0; font-size: .92rem }
dd small { display: block; color: var(--soft); font-size: .82rem }
`

function page(base: string, { var: { prefix, bases } }: LabContext): Html {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>heed lab</title>
<style>${raw(PAGE_STYLE + STYLE)}</style>
<h1>heed lab</h1>
<p>A server to practise on, with any client in any language. Its addresses: ${addressList(Object.values(bases))}</p>
${prefix === '' ? sharedNote() : ownNote(prefix)}
<nav>${SECTIONS.map(({ id, title }) => html`<a href="#${id}">${title}</a>`)} <a href="#knobs">Knobs</a>
<a href="${prefix}/log">Wire log</a> <a href="${prefix}/openapi.json">OpenAPI</a></nav>
${SECTIONS.map(
  ({ id, title, about, samples: shown }) => html`<h2 id="${id}">${title}</h2>
<p>${about}</p>
<ol>${shown.map(sample => card(base, prefix, sample))}</ol>`,
)}
<h2 id="knobs">The knobs of <code>/status/:code</code></h2>
<p>They combine: <code>/status/503?times=2&amp;then=429,200&amp;retry-after=2&amp;body=problem</code>. A plus sign in a value is a
plus sign; a blank is <code>%20</code>.</p>
<dl>${shownKnobs.map(knobEntry)}</dl>
</html>
`
}

const addressList = (addresses: readonly string[]): Html =>
  html`${addresses.map((address, at) => html`${at === 0 ? '' : ', '}<code>${address}</code>`)}`

function knobEntry({ name, about, takes, example }: ShownKnob): Html {
  return html`<div><dt><code>${name}</code> <code>?${example}</code></dt><dd>${about}<small>takes ${takes}</small></dd></div>`
}

function sharedNote(): Html {
  return html`<p>What you change here, everybody without a name shares. Put <code>/v/</code> and a name before any path to have a
lab of your own: <a href="/v/ada/"><code>/v/ada/</code></a></p>`
}

function ownNote(prefix: string): Html {
  return html`<p>This lab is kept for <code>${prefix.slice(3)}</code> alone. <code>POST ${prefix}/reset</code> starts it over.</p>`
}

function card(base: string, prefix: string, sample: Sample): Html {
  const words = html`<code class="request">${sample.method} ${prefix}${sample.path}</code>`
  const linked = sample.method === 'GET' && sample.headers === undefined
  return html`<li>${linked ? html`<a href="${prefix}${sample.path}">${words}</a>` : words}
<div class="codes">${sample.answers.map(code => html`<span class="code c${String(code)[0] ?? ''}">${code}</span>`)}</div>
<p>${sample.about}</p>
<code class="curl">${curlLine(base, sample)}</code></li>`
}
