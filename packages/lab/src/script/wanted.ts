/** The parts of a JSON Schema that this package's schemas use. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly $defs?: Readonly<Record<string, Schema>>
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

/** What a value must be, with its bounds, as the end of a sentence: `a whole number from 1 to 200`. */
export function wanted(schema: Schema, root: Schema): string {
  const seen = resolved(schema, root)
  if ('const' in seen) return JSON.stringify(seen.const)
  if (seen.enum !== undefined) return oneOf(seen.enum.map(each => JSON.stringify(each)))
  if (seen.anyOf !== undefined) return seen.anyOf.map(each => wanted(each, root)).join(', or ')
  const words = [seen.type ?? []].flat().map(type => wordsFor(type, seen, root))
  return words.join(' or ') || 'something else'
}

function wordsFor(type: string, schema: Schema, root: Schema): string {
  const word = TYPE_WORDS[type] ?? type
  if (type === 'integer' || type === 'number') return word + between(schema.minimum, schema.maximum)
  if (type === 'array') return word + counted(schema.minItems, schema.maxItems, 'entry', 'entries') + each(schema, root)
  if (type !== 'string') return word
  const [example] = schema.examples ?? []
  const such = example === undefined ? '' : ` such as ${JSON.stringify(example)}`
  return word + counted(schema.minLength, schema.maxLength, 'letter', 'letters') + such
}

function between(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return most === undefined ? '' : ` of at most ${most}`
  return most === undefined ? ` of at least ${least}` : ` from ${least} to ${most}`
}

function counted(least: number | undefined, most: number | undefined, one: string, many: string): string {
  const unit = (most ?? least) === 1 ? one : many
  if (least === undefined) return most === undefined ? '' : ` of at most ${most} ${unit}`
  return most === undefined ? ` of at least ${least} ${unit}` : ` of ${least} to ${most} ${unit}`
}

function each({ items }: Schema, root: Schema): string {
  if (items === undefined || resolved(items, root).type === 'object') return ''
  return `, each ${wanted(items, root)}`
}

/** `"a", "b" or "c"`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** The schema that a reference inside the root stands for. */
export function resolved(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '')
  const found = name === undefined ? undefined : root.$defs?.[name]
  return found === undefined ? schema : resolved(found, root)
}
