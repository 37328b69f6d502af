import { type Explanation, paragraphs } from 'heed/status'
import { layout, type Page, paint, type Style } from './page.ts'

const STYLES: Readonly<Record<Explanation['kind'], Style>> = {
  informational: 'blue',
  successful: 'green',
  redirection: 'cyan',
  'client error': 'yellow',
  'server error': 'red',
  invalid: 'red',
}

/** All of an explanation, its first line in the colour of its class. */
export function explanationText(explanation: Explanation, page: Page): string {
  const [heading = '', ...rest] = paragraphs(explanation, page.columns).split('\n\n')
  const title = paint(heading, [STYLES[explanation.kind], 'bold'] as Style, page.colour)
  return `${[title, ...rest].join('\n\n')}\n`
}

/** One code in a line or two: number, phrase and meaning. */
export function codeText({ code, phrase, kind, vendor, meaning }: Explanation, page: Page): string {
  const name = vendor === null ? phrase : `${phrase} (${vendor})`
  const mark = { text: `${code} `, style: STYLES[kind] }
  return layout(mark, [{ text: name, style: 'bold' }], page) + layout({ text: '    ' }, [{ text: meaning }], page)
}
