import type { Node } from 'oxc-parser'
import { type Finding, finding, type Source, walk } from './source.ts'

type Sight = (node: Node, parents: readonly Node[]) => string | undefined

const look = (source: Source, sights: readonly Sight[]): Finding[] => {
  const found: Finding[] = []
  walk(source.parsed.program, (node, parents) => {
    for (const sight of sights) {
      const what = sight(node, parents)
      if (what !== undefined) found.push(finding(source, node.start, what))
    }
  })
  return found
}

const waits: Sight = node => {
  if (node.type === 'AwaitExpression') return 'awaits'
  if (node.type === 'ImportExpression') return 'imports later, which must be awaited'
  if (node.type === 'ForOfStatement' && node.await) return 'awaits in a loop'
  const isFunction = node.type === 'ArrowFunctionExpression' || /^Function(Declaration|Expression)$/.test(node.type)
  return isFunction && 'async' in node && node.async ? 'is async' : undefined
}

/** Does this identifier stand for a value of that name, rather than name a property or a type? */
const isReference = (node: Node, parents: readonly Node[]): boolean => {
  const parent = parents.at(-1)
  if (parent === undefined) return true
  if (/^TS(TypeReference|QualifiedName|PropertySignature|MethodSignature|TypeQuery|ImportType)$/.test(parent.type))
    return false
  if ('property' in parent && parent.property === node && 'computed' in parent) return parent.computed
  if ('key' in parent && parent.key === node && 'computed' in parent) return parent.computed
  return true
}

const ambient: Readonly<Record<string, string>> = {
  performance: 'a clock',
  setTimeout: 'a timer',
  setInterval: 'a timer',
  setImmediate: 'a timer',
  queueMicrotask: 'a later turn',
  crypto: 'chance',
  process: 'the process',
  globalThis: 'what is around',
}

const takesFromAround: Sight = (node, parents) => {
  if (node.type !== 'Identifier' || !Object.hasOwn(ambient, node.name) || !isReference(node, parents)) return undefined
  return `uses ${node.name}: ${ambient[node.name]}`
}

/** `random` of `Math.random` and of `Math['random']`, when the node is that `Math`. */
const memberOf = (node: Node, parent: Node | undefined): string | undefined => {
  if (parent?.type !== 'MemberExpression' || parent.object !== node) return undefined
  if (parent.property.type === 'Identifier') return parent.property.name
  return parent.property.type === 'Literal' ? String(parent.property.value) : undefined
}

const takesChance: Sight = (node, parents) => {
  if (node.type !== 'Identifier' || node.name !== 'Math' || !isReference(node, parents)) return undefined
  const name = memberOf(node, parents.at(-1))
  if (name === undefined) return 'passes Math on, where chance hides'
  return name === 'random' ? 'uses Math.random: chance' : undefined
}

const takesTime: Sight = (node, parents) => {
  if (node.type !== 'Identifier' || node.name !== 'Date' || !isReference(node, parents)) return undefined
  const parent = parents.at(-1)
  if (['UTC', 'parse'].includes(memberOf(node, parent) ?? '')) return undefined
  if (parent?.type === 'NewExpression' && parent.callee === node && parent.arguments.length > 0) return undefined
  if (parent?.type === 'BinaryExpression' && parent.operator === 'instanceof') return undefined
  return 'uses Date without a given time: a clock'
}

/** Law 1: what is pure neither waits nor takes time, chance or anything else from around it. */
export const impurities = (source: Source): Finding[] => look(source, [waits, takesFromAround, takesChance, takesTime])

/** Law 2: below the transports, one file alone awaits. */
export const waitings = (source: Source): Finding[] => look(source, [waits])

const isCode = (node: Node | null | undefined): boolean =>
  node?.type === 'Literal' &&
  typeof node.value === 'number' &&
  Number.isInteger(node.value) &&
  node.value >= 100 &&
  node.value < 600

const comparisons = new Set(['===', '!==', '==', '!=', '<', '<=', '>', '>='])
const aboutStatus = /status|code/i
/** Names that carry a unit are not status codes. */
const measured = /(Ms|[sS]econds|[bB]ytes|[lL]ength|[sS]ize|[cC]ount|[dD]epth|[yY]ear|[rR]atio|[pP]ort)$/

/** The last name in an expression: `status` of `answer.status`, `floor` of `Math.floor(x)`. */
const nameOf = (node: Node): string => {
  if (node.type === 'Identifier') return node.name
  if (node.type === 'MemberExpression') return nameOf(node.property)
  if (node.type === 'CallExpression') return nameOf(node.callee)
  if (node.type === 'Literal') return String(node.value)
  return ''
}

/** The test for three digits, `100 <= x && x <= 999`, is grammar (RFC 9110 section 15) and no branch. */
const testsForThreeDigits = (parents: readonly Node[]): boolean => {
  const outside = parents.findLastIndex(each => each.type !== 'LogicalExpression')
  const whole = parents[outside + 1]
  if (whole === undefined) return false
  const bounds: unknown[] = []
  walk(whole, each => {
    if (each.type === 'Literal') bounds.push(each.value)
  })
  return bounds.includes(100) && bounds.includes(999)
}

const comparesWithCode: Sight = (node, parents) => {
  if (node.type !== 'BinaryExpression' || testsForThreeDigits(parents)) return undefined
  if ((node.operator === '/' || node.operator === '%') && aboutStatus.test(nameOf(node.left)) && isCode(node.right)) {
    return `computes with a status code: ask its row`
  }
  if (!comparisons.has(node.operator)) return undefined
  const other = isCode(node.right) ? node.left : isCode(node.left) ? node.right : undefined
  return other === undefined || measured.test(nameOf(other)) ? undefined : 'compares with a status code: ask its row'
}

const listsCodes: Sight = (node, parents) => {
  if (node.type === 'SwitchCase') return isCode(node.test) ? 'branches on a status code: ask its row' : undefined
  if (node.type === 'Property') {
    return !node.computed && isCode(node.key) ? 'keys an object by a status code: ask its row' : undefined
  }
  if (node.type === 'VariableDeclarator' && isCode(node.init)) {
    return aboutStatus.test(nameOf(node.id)) ? 'names a status code: ask its row' : undefined
  }
  if (node.type !== 'ArrayExpression' || node.elements.length === 0 || !node.elements.every(isCode)) return undefined
  const statement = parents.findLast(each => /Statement$|Declaration$/.test(each.type)) ?? node
  let named = false
  walk(statement, each => {
    if (each.type === 'Identifier' && aboutStatus.test(each.name)) named = true
  })
  return named ? 'lists status codes: ask their rows' : undefined
}

/** Law 3: no status code in a branch outside `status/`. Strings and comments do not count. */
export const codes = (source: Source): Finding[] => look(source, [comparesWithCode, listsCodes])
