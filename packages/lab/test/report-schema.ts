import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { inFolder } from '../src/folder.ts'

const read = (file: string): object => JSON.parse(readFileSync(file, 'utf8'))

/** Says whether a value is a report as schema/report.json has it. */
export function reportValidator(): ValidateFunction {
  const ajv = new Ajv2020({ discriminator: true, allowUnionTypes: true })
  ajv.addSchema(read(fileURLToPath(import.meta.resolve('heed-scenarios/schema/scenario.json'))))
  for (const name of ['hello', 'result']) ajv.addSchema(read(inFolder('schema', `${name}.json`)))
  return ajv.compile(read(inFolder('schema', 'report.json')))
}
