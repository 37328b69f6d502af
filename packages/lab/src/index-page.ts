import { html, raw } from 'hono/html'
import { curlLine, type LabContext, type Sample } from './exercise.ts'
import { exercises } from './exercises/all.ts'
import { answer, json } from './problem.ts'

/** Every sample of every exercise, in the order of the list. */
const samples: readonly Sample[] = exercises.flatMap(exercise => exercise.samples)

/** The list of exercises, one curl line each, for a terminal. */
export function listing(base: string): string {
  const codes = samples.map(sample => `${sample.method} ${sample.path}`.length)
  const width = Math.max(...codes)
  return samples
    .map(sample => {
      const request = `${sample.method} ${sample.path}`.padEnd(width)
      return `${request}  ${sample.answers.join(' ')}  ${sample.about}\n  ${curlLine(base, sample)}\n`
    })
    .join('')
}

/** `GET /`: a page for browsers, JSON for programs that ask for it, plain text for everybody else. */
export async function indexPage(context: LabContext): Promise<Response> {
  const { prefix } = context.var
  const base = new URL(context.req.url).origin + prefix
  const accept = context.req.header('accept') ?? ''
  const headers = { vary: 'accept' }
  if (accept.includes('text/html')) {
    const policy = "default-src 'none'; style-src 'unsafe-inline'"
    const fields = { ...headers, 'content-security-policy': policy }
    return answer(String(await page(base, prefix)), 'text/html; charset=utf-8', { headers: fields })
  }
  if (accept.includes('application/json')) {
    const list = samples.map(sample => ({ ...sample, path: prefix + sample.path, curl: curlLine(base, sample) }))
    return json({ exercises: list, reset: `${prefix}/reset` }, { headers })
  }
  return answer(`heed lab at ${base}\n\n${listing(base)}`, 'text/plain; charset=utf-8', { headers })
}

type Html = ReturnType<typeof html>

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dde3, #3a404a); --soft: light-dark(#5a6472, #a3adba);
  --card: light-dark(#fff, #1d2127); --code: light-dark(#f3f5f8, #14171b) }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; font: 1rem/1.5 system-ui, sans-serif;
  background: light-dark(#f8f9fb, #121519) }
h1 { margin: 0; font-size: 1.6rem }
p { margin: .4rem 0; color: var(--soft); max-width: 44rem }
ol { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: .75rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 27rem), 1fr)) }
li { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem .9rem; min-width: 0 }
code { font: .85rem/1.5 ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere }
.request { font-size: .95rem; font-weight: 600 }
.curl { display: block; background: var(--code); border-radius: .4rem; padding: .45rem .6rem; user-select: all }
.codes { display: flex; flex-wrap: wrap; gap: .3rem; margin: .4rem 0 }
.codes span { border-radius: 1rem; padding: 0 .55rem; font-size: .85rem; font-weight: 600; color: #fff; background: #57606a }
.codes .c2 { background: #1a7f37 } .codes .c3 { background: #0a62c9 }
.codes .c4 { background: #a04100 } .codes .c5 { background: #b3202c }
a { color: light-dark(#0a62c9, #7db7ff) }
`

function page(base: string, prefix: string): Html {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>heed lab</title>
<style>${raw(STYLE)}</style>
<h1>heed lab</h1>
<p>A server to practise on. Each exercise answers with the status codes shown, in that order, to any client in any language.</p>
${prefix === '' ? sharedNote() : ownNote(prefix)}
<ol>${samples.map(sample => card(base, prefix, sample))}</ol>
</html>
`
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
<div class="codes">${sample.answers.map(code => html`<span class="c${String(code)[0] ?? ''}">${code}</span>`)}</div>
<p>${sample.about}</p>
<code class="curl">${curlLine(base, sample)}</code></li>`
}
