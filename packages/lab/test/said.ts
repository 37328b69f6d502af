import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkScenario } from '../src/script/check-script.ts'

const file = fileURLToPath(import.meta.resolve('heed-scenarios/template.json'))
export const template = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>
export const otherwise = 'The client did what it should not.'

/** What is said of the template with some members changed; one that is undefined is left out. */
export function said(patch: object): string[] {
  return checkScenario(JSON.parse(JSON.stringify({ ...template, ...patch })))
}

/** The same with one check as the verdict. */
export const saidOfCheck = (check: object): string[] => said({ verdict: [{ otherwise, ...check }] })
