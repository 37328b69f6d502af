import assert from 'node:assert/strict'
import { after } from 'node:test'
import { setTimeout as pass } from 'node:timers/promises'
import type { LogEntry } from '../src/log/entry.ts'
import type { Answer } from '../src/script/answer.ts'
import { certificate } from '../src/stage/certificate.ts'
import { openStage, type Stage } from '../src/stage/stage.ts'
import { connectRaw, type RawClient, requestTo } from './raw-client.ts'

const opened: { close(): unknown }[] = []
after(() => Promise.all(opened.map(each => each.close())))

/** A stage that plays these answers, closed when the test file is done. */
export async function stageFor(...answers: Answer[]): Promise<Stage> {
  const stage = await openStage({ answers }, { run: 'run', scenario: 'scenario' })
  opened.push(stage)
  return stage
}

/** A connection to one of the stage's origins, dropped when the test file is done. */
export async function clientOf(stage: Stage, origin: 'a' | 'b' | 's' | 't' = 'a'): Promise<RawClient> {
  const client = await connectRaw(stage.bases[origin] ?? '', (await certificate()).authority)
  opened.push({ close: () => client.destroy() })
  return client
}

/** A client that has sent one request to `/`. */
export async function asked(stage: Stage, method = 'GET', fields: readonly string[] = []): Promise<RawClient> {
  const client = await clientOf(stage)
  client.write(requestTo(`${stage.bases.a}/`, method, fields))
  return client
}

/** The only request that has come, once it has. */
export async function onlyEntry(stage: Stage): Promise<LogEntry> {
  while (stage.log.entries.length === 0) await pass(1)
  const [entry, ...others] = stage.log.entries
  assert.ok(entry)
  assert.deepEqual(others, [])
  return entry
}

/** Waits until the first connection has closed. */
export async function firstClosed(stage: Stage): Promise<void> {
  while ((stage.log.connections[0]?.closedAtMs ?? null) === null) await pass(1)
}

/** All that one request to `/` gets until the connection ends, without the Date. */
export async function wholeAnswer(stage: Stage, method = 'GET'): Promise<string> {
  const client = await asked(stage, method, ['Connection: close'])
  await client.ending()
  return client.text.replace(/^Date: .*\r\n/m, '')
}
