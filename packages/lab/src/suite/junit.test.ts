import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientOf, outcomeOf, reportOf } from '../../test/report-of.ts'
import { scenarioOf } from '../../test/scenario-of.ts'
import { junitOf } from './junit.ts'

const SENTENCE = 'It sent <twice> & "said"\n\u0007 so.'

const pass = scenarioOf('pass')
const fail = scenarioOf('fail', { verdict: [{ that: 'requests', max: 1, otherwise: SENTENCE }] })
const lacking = scenarioOf('lacking')
const optional = scenarioOf('optional', { kind: 'optional', group: 'retry' })

const client = clientOf('curl', [
  outcomeOf(pass, 'pass'),
  outcomeOf(fail, 'fail'),
  outcomeOf(lacking, 'unsupported'),
  outcomeOf(optional, 'fail'),
])

test('of a request that never came that is said', () => {
  const [check] = fail.verdict
  const absent = 'The 2nd request never came.'
  const findings = [{ check, holds: false, seen: 'there was no 2nd request', absent }]
  const xml = junitOf(reportOf([fail], [clientOf('curl', [outcomeOf(fail, 'fail', { sentence: absent, findings })])]))
  assert.match(
    xml,
    /<failure message="The 2nd request never came\.">The 2nd request never came\. Seen: there was no 2nd request\.</,
  )
})

test('a suite for each client; optional failures and what is not supported are skipped, not failed', () => {
  const xml = junitOf(reportOf([pass, fail, lacking, optional], [client, { ...client, name: 'wget', version: '1.21' }]))
  const escaped = 'It sent &lt;twice&gt; &amp; &quot;said&quot;&#10;\ufffd so.'
  const cases = [
    '    <testcase classname="success" name="pass" time="0.012"/>',
    '    <testcase classname="success" name="fail" time="0.012">',
    `      <failure message="${escaped}">${escaped} Seen: 2 requests.</failure>`,
    '    </testcase>',
    '    <testcase classname="success" name="lacking" time="0.012">',
    '      <skipped message="lacks: cache"/>',
    '    </testcase>',
    '    <testcase classname="retry" name="optional" time="0.012">',
    '      <skipped message="optional: The caller did not get the report."/>',
    '    </testcase>',
    '  </testsuite>',
  ]
  assert.deepEqual(xml.split('\n'), [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    '  <testsuite name="curl" tests="4" failures="1" skipped="2" time="1.234">',
    ...cases,
    '  <testsuite name="wget 1.21" tests="4" failures="1" skipped="2" time="1.234">',
    ...cases,
    '</testsuites>',
    '',
  ])
})
