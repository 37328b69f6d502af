import type { Finding } from '../judge/verdict.ts'
import type { FieldLines, LogEntry } from '../log/entry.ts'
import type { BoardClient, PackedCall, PackedCell, PackedEntry } from './board-data.ts'
import type { CallReport, ClientReport, ScenarioReport } from './report.ts'

const CALLS = 60
const ENTRIES = 100
const CONNECTIONS = 100
const TEXT_CHARACTERS = 300
const LINES = 40

/** What the page shows of one client, trimmed: field lines stand once, usual values are left out, long texts are cut. */
export function packed({ scenarios }: ClientReport): BoardClient {
  const pool = new LinePool()
  const cells = scenarios.map(each => [each.id, packedCell(each, pool)] as const)
  return { lines: pool.lines, cells: Object.fromEntries(cells) }
}

/** Most requests of a client carry the same fields. */
class LinePool {
  readonly lines: (readonly [string, string])[] = []
  readonly #places = new Map<string, number>()

  placesOf(lines: FieldLines): number[] {
    const kept = lines.slice(0, LINES).map(line => this.#placeOf(line))
    if (lines.length > LINES) kept.push(this.#placeOf(['(cut)', `${lines.length - LINES} more field lines`]))
    return kept
  }

  #placeOf([name, value]: readonly [string, string]): number {
    const key = `${name}\n${value}`
    const place = this.#places.get(key) ?? this.lines.length
    if (place === this.lines.length) {
      this.#places.set(key, place)
      this.lines.push([name, cut(value)])
    }
    return place
  }
}

function packedFinding({ holds, seen, absent }: Finding): PackedCell['findings'][number] {
  const shown = [holds ? 1 : 0, cut(seen)] as const
  return absent === undefined ? shown : [...shown, absent]
}

function packedCell(each: ScenarioReport, pool: LinePool): PackedCell {
  const { findings, calls, wire, tookMs, lateMs, trouble, alone, flickered } = each
  return {
    findings: findings.map(packedFinding),
    calls: calls.slice(0, CALLS).map(call => packedCall(call, pool)),
    entries: wire.entries.slice(0, ENTRIES).map(entry => packedEntry(entry, pool)),
    connections: wire.connections
      .slice(0, CONNECTIONS)
      .map(({ origin, openedAtMs, closedAtMs }) => [origin, tenths(openedAtMs), closedAtMs && tenths(closedAtMs)]),
    ...leftOutOf(each),
    tookMs: Math.round(tookMs),
    ...(lateMs >= 1 ? { lateMs: Math.round(lateMs) } : {}),
    ...(trouble ? { trouble: 1 } : {}),
    ...(alone ? { alone: 1 } : {}),
    ...(flickered ? { flickered } : {}),
  }
}

function leftOutOf({ calls, wire }: ScenarioReport): Pick<PackedCell, 'leftOut'> {
  const leftOut = {
    entries: wire.leftOut.entries + Math.max(0, wire.entries.length - ENTRIES),
    connections: wire.leftOut.connections + Math.max(0, wire.connections.length - CONNECTIONS),
    calls: Math.max(0, calls.length - CALLS),
  }
  return leftOut.entries + leftOut.connections + leftOut.calls > 0 ? { leftOut } : {}
}

function packedCall({ job, result, startMs, endMs }: CallReport, pool: LinePool): PackedCall {
  const times = { startMs: tenths(startMs), endMs: tenths(endMs) }
  if (result === null) return { ...times, none: 1 }
  const { ok, status, url, headers, body, error } = result
  const bodyBytes = result.bodyBytes ?? Buffer.byteLength(body ?? '')
  return {
    ...times,
    ...(ok ? { ok: 1 } : {}),
    ...(status === null ? {} : { status }),
    ...(url && url !== job.url ? { url: cut(url) } : {}),
    ...(headers ? { fields: pool.placesOf(Object.entries(headers)) } : {}),
    ...(body ? { body: cut(body) } : {}),
    ...(bodyBytes ? { bodyBytes } : {}),
    ...(error ? { error: [error.kind, cut(error.message)] } : {}),
  }
}

function packedEntry(entry: LogEntry, pool: LinePool): PackedEntry {
  const { atMs, connection, origin, method, target, fields, answer, droppedAtMs } = entry
  const { status, headAtMs, endAtMs, bodyBytes, interim, broke } = answer
  return {
    atMs: tenths(atMs),
    connection,
    ...(origin === 'a' ? {} : { origin }),
    ...(method === 'GET' ? {} : { method }),
    target: cut(target),
    fields: pool.placesOf(fields),
    ...packedBody(entry.body),
    ...(status === null ? {} : { status }),
    answerFields: pool.placesOf(answer.fields),
    ...(headAtMs === null ? {} : { headAtMs: tenths(headAtMs) }),
    ...(endAtMs === null ? {} : { endAtMs: tenths(endAtMs) }),
    ...(bodyBytes === 0 ? {} : { bodyBytes }),
    ...(interim.length === 0 ? {} : { interim }),
    ...(broke === null ? {} : { broke }),
    ...(droppedAtMs === null ? {} : { droppedAtMs: tenths(droppedAtMs) }),
  }
}

function packedBody(body: LogEntry['body']): Pick<PackedEntry, 'body'> {
  if (body === null) return { body: 0 }
  const { bytes, text } = body
  if (bytes === 0) return {}
  const short = cut(text)
  const whole = short === text && !body.cut
  // A digest says something only where the text does not say it all.
  return { body: { bytes, sha256: whole ? '' : body.sha256, text: short, cut: !whole } }
}

const tenths = (ms: number): number => Math.round(ms * 10) / 10

const cut = (text: string): string =>
  text.length > TEXT_CHARACTERS ? `${text.slice(0, TEXT_CHARACTERS)}… (cut)` : text
