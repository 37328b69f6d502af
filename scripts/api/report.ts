import type { Node } from 'oxc-parser'
import { childrenOf, type Declarations, type Declared, exportsOf, type Read, spokenOf } from './declarations.ts'

interface Cut {
  readonly start: number
  readonly end: number
}

/** Members that are marked as nobody's business, and the brand that stands for private fields. */
const hiddenIn = (node: Node, file: Declarations): Cut[] =>
  childrenOf(node).flatMap(child => {
    if (child.type !== 'ClassBody') return hiddenIn(child, file)
    let before: number = child.start
    return child.body.flatMap(member => {
      const about = file.text.slice(before, member.start)
      before = member.end
      const brand = 'key' in member && member.key.type === 'PrivateIdentifier'
      return brand || about.includes('@internal') ? [member] : []
    })
  })

/** The text of a declaration, without comments and without what is nobody's business. */
const textOf = (node: Node, file: Declarations): string => {
  const cuts = [...file.parsed.comments, ...hiddenIn(node, file)]
    .filter(({ start, end }) => start >= node.start && end <= node.end)
    .sort((one, other) => other.start - one.start)
  let text = file.text.slice(node.start, node.end)
  for (const { start, end } of cuts) text = text.slice(0, start - node.start) + text.slice(end - node.start)
  const lines = text.replace(/^declare /, '').split('\n')
  return lines
    .map(line => line.trimEnd())
    .filter(line => line !== '')
    .join('\n')
}

const keyOf = ({ file, name }: Declared): string => `${file.path}#${name}`

/** What the exported declarations speak of and is not exported itself: a user sees it and cannot name it. */
const seenBeside = (exported: readonly Declared[], read: Read): Declared[] => {
  const named = new Set(exported.map(keyOf))
  const spoken = exported.flatMap(({ nodes, file }) => nodes.flatMap(node => spokenOf(node, file, read)))
  const seen = new Map(spoken.filter(each => !named.has(keyOf(each))).map(each => [keyOf(each), each]))
  return [...seen.values()].sort((one, other) => one.name.localeCompare(other.name, 'en'))
}

const block = (texts: readonly string[]): string => `\`\`\`ts\n${texts.join('\n')}\n\`\`\``

const printed = ({ nodes, file }: Declared): string[] => nodes.map(node => textOf(node, file))

/** The report of one entry: each exported name with its signature, then what these speak of. */
export const reportOf = (specifier: string, entry: Declarations, read: Read): string => {
  const exported = [...exportsOf(entry, read)].sort(([one], [other]) => one.localeCompare(other, 'en'))
  const sections = exported.map(([name, declared]) => {
    if (declared === null) return `## ${name}\n\nPassed on from another package.`
    const alias = declared.name === name ? [] : [`export { ${declared.name} as ${name} }`]
    return `## ${name}\n\n${block([...printed(declared), ...alias])}`
  })
  const beside = seenBeside(
    exported.flatMap(([, declared]) => declared ?? []),
    read,
  )
  return [
    `# ${specifier}`,
    'What this entry exports, made from its declarations by `npm run api`. A change here is a change for users: give the reason in\nthe changeset.',
    ...sections,
    ...(beside.length === 0 ? [] : [`## Seen, not exported\n\n${block(beside.flatMap(printed))}`]),
    '',
  ].join('\n\n')
}
