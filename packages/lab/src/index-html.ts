import { html, raw } from 'hono/html'
import { curlLine, type Group, type Sample } from './exercise.ts'
import { type ShownKnob, shownKnobs } from './knobs/table-page.ts'
import { PAGE_STYLE } from './page-style.ts'
import type { OriginName } from './script/answer.ts'

/** A part of the index, with a heading to link to. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly groups: readonly Group[]
}

/** What the page is for. */
export interface Shown {
  /** The lab's address as this reader knows it, with the visitor's prefix. */
  readonly base: string
  readonly prefix: string
  readonly bases: Readonly<Partial<Record<OriginName, string>>>
  readonly sections: readonly Section[]
}

type Html = ReturnType<typeof html>

const STYLE = `
h2 { margin: 2.5rem 0 0; font-size: 1.25rem }
h2 code { font-size: 1em }
h3 { margin: 1.2rem 0 .3rem; font-size: 1rem }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 1rem 0 0; padding: .5rem 0;
  border: solid var(--line); border-width: 1px 0 }
.start { margin: 1rem 0 0; padding-left: 1.4rem; max-width: 48rem }
.start li { margin: .5rem 0 }
.curl { display: block; background: var(--code); border-radius: .4rem; padding: .35rem .6rem; user-select: all }
.rows { list-style: none; margin: 0; padding: 0 }
.rows > * { display: grid; grid-template-columns: minmax(0, 21rem) minmax(0, 1fr); gap: .1rem 1rem; align-items: baseline;
  padding: .4rem 0; border-top: 1px solid var(--line) }
.rows .request { font-size: .9rem; font-weight: 600 }
.rows p, .rows dd { margin: 0; max-width: none }
.rows .curl { grid-column: 1 / -1; margin-top: .2rem }
.codes { display: inline-flex; flex-wrap: wrap; gap: .25rem; margin-right: .4rem }
dt code:first-child { font-weight: 600; margin-right: .6rem }
dd { color: var(--soft) }
small { font-size: .85rem; color: var(--soft) }
dd small { display: block }
.addresses dt { font-family: ui-monospace, monospace }
@media (max-width: 44rem) { .rows > * { grid-template-columns: minmax(0, 1fr) } }
`

/** The index as a page: where to begin, and then everything, part by part. */
export function indexHtml(shown: Shown): Html | Promise<Html> {
  const { base, prefix, bases, sections } = shown
  const [first, ...rest] = sections
  const part = (section: Section | undefined): Html | string =>
    section === undefined ? '' : sectionHtml(shown, section)
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>heed lab</title>
<style>${raw(PAGE_STYLE + STYLE)}</style>
<h1>heed lab</h1>
<p>A server to practise on, with any client in any language.</p>
${startHtml(base, prefix)}
<nav>${sections.map(({ id, title }, at) => html`<a href="#${id}">${title}</a> ${at === 0 ? html`<a href="#knobs">Knobs</a> ` : ''}`)}
<a href="#scenarios">Scenarios</a> <a href="#addresses">Addresses</a> <a href="${prefix}/log">Wire log</a>
<a href="${prefix}/openapi.json">OpenAPI</a></nav>
${part(first)}
<h2 id="knobs">The knobs of <code>/status/:code</code></h2>
<p>They combine: <code>/status/503?times=2&amp;then=429,200&amp;retry-after=2&amp;body=problem</code>. A plus sign in a value is a
plus sign; a blank is <code>%20</code>.</p>
<dl class="rows">${shownKnobs.map(knobHtml)}</dl>
${rest.map(part)}
${scenarioHtml()}
${addressHtml(bases)}
</html>
`
}

const SHARED = html`<li>What you change here, everybody without a name shares. Put <code>/v/</code> and a name before any path to
have a lab of your own: <a href="/v/ada/"><code>/v/ada/</code></a></li>`

function startHtml(base: string, prefix: string): Html {
  const own = html`<li>This lab is kept for <code>${prefix.slice(3)}</code> alone: every path begins with <code>${prefix}</code>.
<code>POST ${prefix}/reset</code> starts it over.</li>`
  const path = '/status/503?times=2&retry-after=1'
  const sample: Sample = { method: 'GET', path, answers: [503, 503, 200], about: '' }
  return html`<ol class="start">
<li>Ask for a code, with <a href="#knobs">knobs</a>. This is a 503 twice, with a wait of a second, and then a 200:
<code class="curl">${curlLine(base, sample)}</code></li>
<li>See what your client sent, and when, in the <a href="${prefix}/log">wire log</a>. It follows along.</li>
${prefix === '' ? SHARED : own}
</ol>`
}

function sectionHtml(shown: Shown, { id, title, about, groups }: Section): Html {
  return html`<h2 id="${id}">${title}</h2>
<p>${about}</p>
${groups.map(
  group => html`<h3>${group.title}</h3>
<ul class="rows">${group.exercises.flatMap(({ samples }) => samples.map(sample => rowHtml(shown, sample)))}</ul>`,
)}`
}

/** What a click can send has a link; the rest has its curl line. */
function rowHtml({ base, prefix }: Shown, sample: Sample): Html {
  const { method, path, about, answers } = sample
  const isPlain = method === 'GET' && sample.headers === undefined
  const words = html`<code class="request">${method} ${path}</code>`
  const codes = answers.map(code => html`<span class="code c${String(code)[0] ?? ''}">${code}</span>`)
  return html`<li>${isPlain ? html`<a href="${prefix}${path}">${words}</a>` : words}
<p><span class="codes">${codes}</span> ${about}</p>
${isPlain ? '' : html`<code class="curl">${curlLine(base, sample)}</code>`}</li>`
}

function knobHtml({ name, about, takes, example }: ShownKnob): Html {
  return html`<div><dt><code>${name}</code> <small><code>?${example}</code></small></dt>
<dd>${about}<small>takes ${takes}</small></dd></div>`
}

function scenarioHtml(): Html {
  return html`<h2 id="scenarios">Scenarios of the suite</h2>
<p><a href="/verdict/you/500-sent-again"><code>GET /verdict/you/500-sent-again</code></a> tells what to request below
<code>/s/you/500-sent-again</code>, and afterwards whether your client did what the codes ask. Any other name than
<code>you</code> begins a run of its own. <code>heed-lab grade --list</code> names the scenarios, and
<code>heed-lab challenges</code> has twelve goals to reach with any client.</p>`
}

const MEANING: Readonly<Record<OriginName, string>> = {
  a: 'this server',
  b: 'the same on a second http origin: b: in ?location=, {b} in a script',
  s: 'the same over https, with a certificate that it makes: s: or {s}',
  t: 'a second https origin: t: or {t}',
}

function addressHtml(bases: Shown['bases']): Html {
  const rows = (Object.entries(bases) as [OriginName, string][]).map(
    ([name, address]) => html`<div><dt><code>${address}</code></dt><dd>${MEANING[name]}</dd></div>`,
  )
  return html`<h2 id="addresses">Addresses</h2>
<dl class="rows addresses">${rows}</dl>`
}
