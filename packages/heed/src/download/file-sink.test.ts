import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileSink } from './file-sink.ts'
import type { DownloadState, Sink } from './sink.ts'

const STATE: DownloadState = { heldBytes: 0, totalBytes: 10, validator: '"a"', place: 'here', digest: null }
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'heed-sink-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

async function began(file: string, text: string): Promise<Sink> {
  const sink = fileSink(file)
  await sink.open?.(false)
  await sink.note?.(STATE)
  await sink.write(bytes(text))
  return sink
}

/** A download that broke off after these bytes. */
async function broken(file: string, text: string): Promise<void> {
  const sink = await began(file, text)
  await sink.stop?.({ ...STATE, heldBytes: text.length })
}

async function readAll(sink: Sink): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of sink.read?.() ?? []) pieces.push(Uint8Array.from(piece))
  return Buffer.concat(pieces).toString()
}

test('the file is there when it is whole, and not before; it keeps its rights, a link stays a link', async t => {
  const folder = folderFor(t)
  const file = join(folder, 'file')
  const link = join(folder, 'link')
  writeFileSync(file, 'old and longer')
  chmodSync(file, 0o640)
  symlinkSync(file, link)
  const sink = await began(link, 'new')
  assert.equal(readFileSync(file, 'utf8'), 'old and longer')
  await sink.finish?.()
  assert.equal(readFileSync(file, 'utf8'), 'new')
  assert.equal(statSync(file).mode & 0o777, 0o640)
  assert.deepEqual(readdirSync(folder).sort(), ['file', 'link'])
})

test('what broke off waits beside the file and is continued', async t => {
  const folder = folderFor(t)
  const file = join(folder, 'file')
  await broken(file, 'hello')
  assert.deepEqual(readdirSync(folder).sort(), ['file.part', 'file.part.json'])
  assert.doesNotMatch(readFileSync(`${file}.part.json`, 'utf8'), /http/)
  const sink = fileSink(file)
  assert.deepEqual(await sink.open?.(true), { ...STATE, heldBytes: 5 })
  assert.equal(await readAll(sink), 'hello')
  await sink.write(bytes('world'))
  await sink.finish?.()
  assert.equal(readFileSync(file, 'utf8'), 'helloworld')
  assert.deepEqual(readdirSync(folder), ['file'])
})

test('of what a killed process left, what its last note vouches for is continued', async t => {
  const file = join(folderFor(t), 'file')
  await broken(file, 'hello')
  // More bytes came after the note.
  writeFileSync(`${file}.part`, 'XXXXXXXXXXXXXXX', { flag: 'a' })
  const sink = fileSink(file)
  assert.equal((await sink.open?.(true))?.heldBytes, 5)
  await sink.write(bytes('!'))
  await sink.finish?.()
  assert.equal(readFileSync(file, 'utf8'), 'hello!')
  await broken(file, 'hello')
  truncateSync(`${file}.part`, 2)
  const short = fileSink(file)
  assert.equal((await short.open?.(true))?.heldBytes, 2)
  await short.stop?.(null)
})

test('a note of another file says nothing of this one', async t => {
  const folder = folderFor(t)
  const file = join(folder, 'file')
  await broken(file, 'hello')
  // Made while the other is still there, so that it is another for sure.
  writeFileSync(join(folder, 'other'), 'other')
  linkSync(`${file}.part`, join(folder, 'kept'))
  renameSync(join(folder, 'other'), `${file}.part`)
  const sink = fileSink(file)
  assert.equal(await sink.open?.(true), null)
  await sink.write(bytes('new'))
  await sink.finish?.()
  assert.equal(readFileSync(file, 'utf8'), 'new')
})

test('what is left and not wanted is replaced by the first byte, and not before', async t => {
  const file = join(folderFor(t), 'file')
  await broken(file, 'hello')
  const idle = fileSink(file)
  assert.equal(await idle.open?.(false), null)
  await idle.stop?.(null)
  assert.equal(readFileSync(`${file}.part`, 'utf8'), 'hello')
  const sink = await began(file, 'x')
  assert.equal(readFileSync(`${file}.part`, 'utf8'), 'x')
  await sink.stop?.(null)
  assert.ok(!existsSync(`${file}.part`) && !existsSync(`${file}.part.json`))
})

test('restart begins anew', async t => {
  const file = join(folderFor(t), 'file')
  const sink = await began(file, 'hello')
  await sink.restart()
  assert.equal(await readAll(sink), '')
  await sink.write(bytes('x'))
  await sink.finish?.()
  assert.equal(readFileSync(file, 'utf8'), 'x')
})

test('two downloads to one file at once never mix: the later one wins', async t => {
  const folder = folderFor(t)
  const file = join(folder, 'file')
  const first = await began(file, 'aaaa')
  const second = await began(file, 'bb')
  await first.write(bytes('aaaa'))
  await assert.rejects(async () => first.finish?.(), /another one to the same file began/)
  await first.stop?.({ ...STATE, heldBytes: 8 })
  await second.write(bytes('bb'))
  await second.finish?.()
  assert.equal(readFileSync(file, 'utf8'), 'bbbb')
  assert.deepEqual(readdirSync(folder), ['file'])
})

test('what is not of a download is left alone', async t => {
  const folder = folderFor(t)
  const file = join(folder, 'file')
  writeFileSync(`${file}.part`, 'mine')
  for (const note of [null, '', '{}', '{"file":"","state":{"heldBytes":-1}}', 'x'.repeat(100_000)]) {
    if (note !== null) writeFileSync(`${file}.part.json`, note)
    await assert.rejects(async () => fileSink(file).open?.(true), /is in the way and not of a download: move it/)
  }
  assert.equal(readFileSync(`${file}.part`, 'utf8'), 'mine')
  mkdirSync(join(folder, 'folder'))
  await assert.rejects(async () => fileSink(join(folder, 'folder')).open?.(false), /is not a file that a download/)
  await assert.rejects(async () => fileSink('/dev/null').open?.(false), /is not a file/)
})

test('a file that cannot be written is told at once', async t => {
  const file = join(folderFor(t), 'none', 'file')
  await assert.rejects(async () => fileSink(file).open?.(false), /cannot be written \(ENOENT\): check the folder/)
})
