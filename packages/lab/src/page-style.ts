/** What all pages of the lab look like: light or dark as the reader has it, readable from 360 pixels on. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dde3, #3a404a); --soft: light-dark(#5a6472, #a3adba);
  --card: light-dark(#fff, #1d2127); --code: light-dark(#f3f5f8, #14171b) }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1rem 3rem; font: 1rem/1.5 system-ui, sans-serif;
  background: light-dark(#f8f9fb, #121519) }
h1 { margin: 0; font-size: 1.6rem }
p { margin: .4rem 0; color: var(--soft); max-width: 44rem }
code { font: .85rem/1.5 ui-monospace, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere }
a { color: light-dark(#0a62c9, #7db7ff) }
.code { border-radius: 1rem; padding: 0 .55rem; font-size: .85rem; font-weight: 600; color: #fff; background: #57606a;
  text-align: center }
.c2 { background: #1a7f37 } .c3 { background: #0a62c9 } .c4 { background: #a04100 } .c5 { background: #b3202c }
`
