import { html, raw } from 'hono/html'
import type { LabContext } from '../exercise.ts'
import { PAGE_STYLE } from '../page-style.ts'
import { answer } from '../problem.ts'

const STYLE = `
body { max-width: 75rem; background: var(--paper); color: var(--ink) }
header { display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: baseline; justify-content: space-between }
h1 { overflow-wrap: anywhere }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1rem; align-items: baseline }
button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .4rem;
  padding: .15rem .7rem; cursor: pointer }
#drawing { margin: 1rem 0 }
`

/** What draws: the board's own scripts, in this order. */
export const PAGE_SCRIPTS: readonly string[] = [
  'make.js',
  'timeline-words.js',
  'timeline-layout.js',
  'timeline-list.js',
  'timeline-lane.js',
  'timeline.js',
]
export const PAGE_SHEET = 'timeline.css'
export const LIVE_SCRIPT = 'live-page.js'

/** The page that draws a visitor's log while it is written. */
export async function logPage({ var: { prefix } }: LabContext): Promise<Response> {
  const who = prefix === '' ? 'everybody without a name' : prefix.slice('/v/'.length)
  const page = html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>heed lab: the wire log of ${who}</title>
<link rel="stylesheet" href="${prefix}/lab/${PAGE_SHEET}">
<style>${raw(PAGE_STYLE + STYLE)}</style>
<body data-log="${prefix}/log">
<header>
<h1>The wire log of ${who}</h1>
<nav><a href="${prefix}/">exercises</a> <a href="${prefix}/log.har" download="lab.har">HAR</a>
<a href="${prefix}/log.ndjson">NDJSON</a> <button type="button" id="clear">Clear</button></nav>
</header>
<p id="state" role="status">Waiting for requests.</p>
<div id="drawing"></div>
<noscript><p>This page draws with a script. <a href="${prefix}/log.ndjson">The log without it.</a></p></noscript>
${[...PAGE_SCRIPTS, LIVE_SCRIPT].map(
  name => html`<script defer src="${prefix}/lab/${name}"></script>
`,
)}</body>
</html>
`
  const policy = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'"
  return answer(String(await page), 'text/html; charset=utf-8', { headers: { 'content-security-policy': policy } })
}
