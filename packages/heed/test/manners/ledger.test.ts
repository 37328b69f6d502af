import { test } from 'node:test'
import { memoryLedger } from '../../src/shared/ledger.ts'
import { ledgerContract } from '../../src/testing.ts'

for (const { name, run } of ledgerContract(memoryLedger)) test(`memoryLedger: ${name}`, run)
