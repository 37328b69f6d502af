/** Makes the text of one generated block, without the markers around it. */
export type Generator = () => string

const block = /^<!-- generated:([\w-]+) -->\n([\s\S]*?)^<!-- \/generated -->$/gm
const opening = /^<!-- generated:.*$/gm

/**
 * Fills each block between `<!-- generated:NAME -->` and `<!-- /generated -->`, both on lines of their own.
 * Throws when a block has no end or names a generator that does not exist.
 */
export const fill = (text: string, generators: Readonly<Record<string, Generator>>): string => {
  const opened = text.match(opening)?.length ?? 0
  const closed = text.match(block)?.length ?? 0
  if (opened !== closed)
    throw new Error(`${opened} generated blocks begin, ${closed} are whole: a name or an end is wrong.`)
  return text.replace(block, (_whole, name: string) => {
    const make = Object.hasOwn(generators, name) ? generators[name] : undefined
    if (make === undefined) {
      throw new Error(`No generator is called "${name}"; there are ${Object.keys(generators).join(', ')}.`)
    }
    return `<!-- generated:${name} -->\n${make().trim()}\n<!-- /generated -->`
  })
}

/** The first line in which two texts differ, as a person wants to see it; undefined when they are equal. */
export const firstDifference = (written: string, wanted: string): string | undefined => {
  if (written === wanted) return undefined
  const [old, fresh] = [written.split('\n'), wanted.split('\n')]
  const at = fresh.findIndex((line, index) => line !== old[index])
  const index = at === -1 ? fresh.length : at
  return `line ${index + 1}\n  - ${old[index] ?? '(end of file)'}\n  + ${fresh[index] ?? '(end of file)'}`
}

/** A Markdown table. Cells are escaped where they hold a bar. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
