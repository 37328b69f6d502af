import type { Scenario } from '../src/script/scenario.ts'

/** A scenario for tests: a GET that is answered with 200, and what is said otherwise. */
export function scenarioOf(id: string, more: Partial<Scenario> = {}): Scenario {
  return {
    $schema: '',
    id,
    group: 'success',
    title: 'A client gets the report',
    kind: 'required',
    codes: [200],
    shows: [],
    anchors: ['RFC9110#15.3.1'],
    why: 'It is the least that a client can do.',
    calls: [{ path: '/report' }],
    answers: [{ status: 200, body: { text: 'the report' } }],
    verdict: [{ that: 'result', ok: true, status: 200, otherwise: 'The caller did not get the report.' }],
    ...more,
  }
}
