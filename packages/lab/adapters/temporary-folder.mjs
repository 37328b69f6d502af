import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that is gone when the adapter ends, also when it is told to end. */
export function temporaryFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `heed-lab-${name}-`))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  process.on('SIGTERM', () => process.exit())
  return folder
}
