import type { Verdict } from '../judge/verdict.ts'
import type { FieldLines } from '../log/entry.ts'
import type { OriginName } from '../script/answer.ts'
import type { JobOptions, ScenarioKind, ScriptCall } from '../script/scenario.ts'
import type { Skipped } from './report.ts'

/** `data/matrix.js`: all that the page shows before a cell is opened. */
export interface BoardMatrix {
  readonly lab: string
  readonly machine: string
  readonly startedAt: string
  readonly tookMs: number
  readonly scenarios: readonly BoardRow[]
  readonly clients: readonly BoardColumn[]
  readonly skipped: readonly Skipped[]
  /** Each sentence once; columns point here. */
  readonly sentences: readonly string[]
}

export interface BoardRow {
  readonly id: string
  readonly group: string
  readonly title: string
  readonly kind: ScenarioKind
  readonly codes: readonly number[]
}

export interface BoardColumn {
  readonly name: string
  readonly client: string
  readonly version: string | null
  readonly runtime: string | null
  readonly setup: string | null
  readonly lacks: readonly string[]
  readonly complaints: readonly string[]
  /** The name of its data file, without folder and ending. */
  readonly file: string
  /** One letter for each scenario in their order: p pass, f fail, u unsupported, - not in the report. */
  readonly marks: string
  /** For each scenario the number of its sentence from 1; 0: none. */
  readonly said: readonly number[]
}

/** `data/scenarios.js`, by id: what a scenario asks, the same for all clients. */
export interface BoardScenario {
  readonly why: string
  /** The text of each link to a specification, and its address; null where the address is not known. */
  readonly anchors: readonly (readonly [text: string, address: string | null])[]
  readonly needs: readonly string[]
  readonly wireOnly: string | null
  readonly calls: readonly ScriptCall[]
  readonly options: JobOptions
  readonly lingerMs: number
  /** For each check what it asks for, and what is said when it does not hold. */
  readonly checks: readonly (readonly [expected: string, otherwise: string])[]
}

/** `data/<client>.js`: what came of each scenario. Members that have their usual value are left out. */
export interface BoardClient {
  /** Each field line of all cells once. */
  readonly lines: FieldLines
  readonly cells: Readonly<Record<string, PackedCell>>
}

export interface PackedCell {
  /** One for each check: does it hold, what was seen, and that the request never came, where that is said in place of `otherwise`. */
  readonly findings: readonly (readonly [holds: 0 | 1, seen: string, absent?: string])[]
  readonly calls: readonly PackedCall[]
  readonly entries: readonly PackedEntry[]
  /** Number is the place in the list, from 1. */
  readonly connections: readonly (readonly [origin: OriginName, openedAtMs: number, closedAtMs: number | null])[]
  readonly leftOut?: { readonly entries: number; readonly connections: number; readonly calls: number }
  readonly tookMs: number
  readonly lateMs?: number
  readonly trouble?: 1
  readonly alone?: 1
  readonly flickered?: { readonly outcome: Verdict['outcome']; readonly sentence: string | null }
}

/** A call and its result; `none` stands for an adapter that gave no result. */
export interface PackedCall {
  readonly startMs: number
  readonly endMs: number
  readonly none?: 1
  readonly ok?: 1
  readonly status?: number
  /** Where it differs from the address that the client was given. */
  readonly url?: string
  readonly fields?: readonly number[]
  readonly body?: string
  readonly bodyBytes?: number
  readonly error?: readonly [kind: string, message: string]
}

export interface PackedEntry {
  readonly atMs: number
  readonly connection: number
  readonly origin?: OriginName
  readonly method?: string
  readonly target: string
  /** Places in `lines`. */
  readonly fields: readonly number[]
  /** 0: it did not arrive in full; left out: it was empty. */
  readonly body?: 0 | { readonly bytes: number; readonly sha256: string; readonly text: string; readonly cut: boolean }
  readonly status?: number
  readonly answerFields: readonly number[]
  readonly headAtMs?: number
  readonly endAtMs?: number
  readonly bodyBytes?: number
  readonly interim?: readonly number[]
  readonly broke?: 'reset' | 'close' | 'stall'
  readonly droppedAtMs?: number
}
