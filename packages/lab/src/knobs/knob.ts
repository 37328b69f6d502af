/** What a value looks like, for the OpenAPI document: a JSON Schema of the few words that knobs need. */
export interface KnobSchema {
  readonly type: 'integer' | 'number' | 'string'
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly maxLength?: number
}

/** One thing that can be asked of an answer in the query. Parsing, sentences, pages and documents are made from it. */
export interface Knob<Value> {
  /** One line for people. */
  readonly about: string
  /** What it takes with its bound, as the end of a sentence. */
  readonly takes: string
  readonly example: string
  readonly schema: KnobSchema
  /** @returns null: that is not what it takes */
  read(text: string): Value | null
}

/** The longest text that a knob takes. */
export const TEXT_LIMIT = 1000
