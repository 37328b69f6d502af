/** Where the documents are that scenarios name as anchors. */
const HOMES: readonly (readonly [name: RegExp, address: (match: RegExpExecArray, section: string) => string])[] = [
  [/^RFC(\d+)$/, ([, number], section) => `https://www.rfc-editor.org/rfc/rfc${number}.html#section-${section}`],
  [/^(draft-.+)$/, ([, draft], section) => `https://datatracker.ietf.org/doc/html/${draft}#${partOf(section)}`],
  [/^(mixed-content)$/, ([, report], section) => `https://www.w3.org/TR/${report}/#${section}`],
  [/^(fetch|url|html)$/, ([, standard], section) => `https://${standard}.spec.whatwg.org/#${section}`],
]

/** In a draft a section is named by its number, or by the words of its heading. */
const partOf = (section: string): string => (/^\d/.test(section) ? `section-${section}` : `name-${section}`)

/** The address of an anchor such as `RFC9110#15.4.2`; the anchor itself where its document is not known. */
export function anchorLink(anchor: string): string {
  const [document = '', section = ''] = anchor.split('#', 2)
  for (const [name, address] of HOMES) {
    const match = name.exec(document)
    if (match !== null) return address(match, section)
  }
  return anchor
}
