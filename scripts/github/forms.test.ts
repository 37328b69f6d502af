import assert from 'node:assert/strict'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from '../workspace.ts'
import { yaml } from './workflow.ts'

interface Field {
  readonly type: string
  readonly id?: string
  readonly attributes: {
    readonly label?: string
    readonly value?: string
    readonly options?: readonly { readonly label: string }[]
  }
  readonly validations?: { readonly required?: boolean }
}

interface Form {
  readonly name: string
  readonly description: string
  readonly labels: readonly string[]
  readonly body: readonly Field[]
}

const paths = globSync('.github/ISSUE_TEMPLATE/[0-9]*.yml', { cwd: root }).sort()
const forms = paths.map(path => yaml(path) as Form)

const required = (name: RegExp): string[] => {
  const form = forms.find(each => name.test(each.name))
  assert.ok(form !== undefined, `there is a form ${name}`)
  return form.body.flatMap(({ id, validations }) => (validations?.required === true ? (id ?? '') : []))
}

for (const [index, form] of forms.entries()) {
  test(`${paths[index]} is a form as the host reads it`, () => {
    assert.ok(form.name !== '' && form.description !== '' && form.labels.length > 0)
    const fields = form.body.filter(({ type }) => type !== 'markdown')
    const ids = fields.map(({ id }) => id ?? '')
    assert.ok(
      ids.every(id => /^[a-z-]+$/.test(id)),
      'each field has an id',
    )
    assert.equal(new Set(ids).size, ids.length, 'no id stands twice')
    for (const { type, attributes } of form.body) {
      assert.match(type, /^(markdown|input|textarea|checkboxes|dropdown)$/)
      assert.notEqual(type === 'markdown' ? attributes.value : attributes.label, undefined)
      if (type === 'checkboxes') assert.ok((attributes.options ?? []).length > 0)
    }
  })
}

test('a bug comes with its trail, a wrong behaviour with its source, and a question is welcome', () => {
  assert.deepEqual(required(/broken/), ['call', 'happened', 'trail', 'versions'])
  assert.deepEqual(required(/status code/), ['code', 'now', 'wanted', 'source'])
  assert.deepEqual(required(/question/), ['question'])
})

test('every issue goes through a form, and what must not be public has another way', () => {
  assert.deepEqual(yaml('.github/ISSUE_TEMPLATE/config.yml'), { blank_issues_enabled: false })
  assert.ok(forms.some(({ body }) => body.some(({ attributes }) => attributes.value?.includes('SECURITY.md'))))
  assert.ok(existsSync(join(root, 'SECURITY.md')))
  assert.ok(existsSync(join(root, '.github/pull_request_template.md')))
})

test('somebody says when a pinned action is old', () => {
  const { version, updates } = yaml('.github/dependabot.yml') as {
    version: number
    updates: readonly { readonly 'package-ecosystem': string }[]
  }
  assert.equal(version, 2)
  assert.deepEqual(
    updates.map(each => each['package-ecosystem']),
    ['github-actions'],
  )
})
