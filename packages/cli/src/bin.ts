#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { main } from './main.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

process.exitCode = await main(process.argv.slice(2), version, process)
// What is left of a pipe that nobody reads from any more must not keep the process.
process.stdin.destroy()
