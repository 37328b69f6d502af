import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { nearest } from './nearest.ts'
import { oneOf, resolved, type Schema, wanted } from './wanted.ts'

/** What is checked: a whole scenario, or a list of answers alone. */
export type Shape = 'scenario' | 'answers'

type Problem = Required<Pick<ErrorObject, 'keyword' | 'instancePath' | 'params' | 'data'>> & { readonly parent: Schema }

const CHOICES = new Set(['anyOf', 'oneOf', 'discriminator'])

interface Compiled {
  readonly root: Schema
  readonly validators: Readonly<Record<Shape, ValidateFunction>>
}

let compiled: Compiled | null = null

function compile(): Compiled {
  const file = fileURLToPath(import.meta.resolve('heed-scenarios/schema/scenario.json'))
  const root = JSON.parse(readFileSync(file, 'utf8')) as Schema & { readonly $id: string }
  const ajv = new Ajv2020({ allErrors: true, verbose: true, discriminator: true, allowUnionTypes: true })
  ajv.addSchema(root)
  const validators = { scenario: validator(ajv, root.$id), answers: validator(ajv, `${root.$id}#/properties/answers`) }
  return { root, validators }
}

function validator(ajv: Ajv2020, id: string): ValidateFunction {
  const found = ajv.getSchema(id)
  if (found === undefined)
    throw new Error(`heed-scenarios has no schema ${id}: install the version that goes with this heed-lab.`)
  return found
}

/** What is wrong with the shape of a value, as sentences, the most useful one first; empty: nothing. */
export function shapeFaults(shape: Shape, value: unknown): string[] {
  compiled ??= compile()
  const validate = compiled.validators[shape]
  if (validate(value)) return []
  const { root } = compiled
  const problems = (validate.errors ?? []).map(
    ({ keyword, instancePath, params, data, parentSchema }): Problem => ({
      keyword,
      instancePath,
      params,
      data,
      parent: parentSchema as Schema,
    }),
  )
  const told = problems.filter(problem => isToldItself(problem, problems)).sort((one, other) => rank(one) - rank(other))
  return [...new Set(told.map(problem => sentenceFor(problem, shape, root)))]
}

/** A choice says what it takes by itself; what each of its branches minds would only confuse. */
function isToldItself(problem: Problem, problems: readonly Problem[]): boolean {
  if (
    problem.keyword === 'pattern' &&
    problems.some(other => namesIn(other) && other.instancePath === problem.instancePath)
  )
    return false
  return !problems.some(choice => {
    if (choice === problem || !CHOICES.has(choice.keyword)) return false
    if (onlyNeedsMembers(choice.parent))
      return problem.keyword === 'required' && problem.instancePath === choice.instancePath
    return problem.instancePath === choice.instancePath || problem.instancePath.startsWith(`${choice.instancePath}/`)
  })
}

const namesIn = ({ keyword }: Problem): boolean => keyword === 'propertyNames'

function onlyNeedsMembers({ properties, anyOf }: Schema): boolean {
  return properties !== undefined && anyOf !== undefined
}

/** A misspelt name explains most of what else is wrong. */
function rank({ keyword }: Problem): number {
  const order = ['additionalProperties', 'propertyNames', 'discriminator', 'required', 'type']
  const found = order.indexOf(keyword)
  return found < 0 ? order.length : found
}

function sentenceFor(problem: Problem, shape: Shape, root: Schema): string {
  const { keyword, params, data, parent } = problem
  const place = placeOf(problem.instancePath, shape)
  switch (keyword) {
    case 'additionalProperties':
      return unknownMember(place, params.additionalProperty, resolved(parent, root))
    case 'propertyNames':
      return `${place} has the name ${shown(params.propertyName)}: write it in lower case and without blanks, ${shown(fieldName(params.propertyName))}.`
    case 'required': {
      const member = resolved(parent.properties?.[params.missingProperty] ?? {}, root)
      const kind = wanted(member, root)
      // After a comma a list of words would read as more that is lacking.
      const mark = kind.startsWith('"') ? ':' : ','
      return `${place} lacks ${shown(params.missingProperty)}${mark} ${kind}${gloss(parent.properties?.[params.missingProperty]?.description ?? member.description)}.`
    }
    case 'discriminator':
      return `${place}.that must name a kind of check; it is ${shown(params.tagValue)}. ${kindsOfCheck(params.tagValue, parent)}`
    case 'uniqueItems':
      return `${place} has ${shown((data as unknown[])[params.j])} twice: take one out.`
    case 'minProperties':
    case 'maxProperties':
      return `${place} must have ${members(parent)} of ${names(parent)}; it has ${Object.keys(data as object).length || 'none'}.`
    case 'anyOf':
      if (onlyNeedsMembers(parent)) return `${place} needs one of ${neededMembers(parent)}.`
  }
  return `${place} must be ${wanted(parent, root)}${gloss(parent.description)}; it is ${shown(data)}.`
}

function members({ minProperties, maxProperties }: Schema): string {
  return minProperties === maxProperties ? `exactly ${minProperties}` : `at least ${minProperties}`
}

const names = ({ properties = {} }: Schema): string => Object.keys(properties).join(', ')

function neededMembers({ anyOf = [] }: Schema): string {
  return oneOf(anyOf.flatMap(each => ((each as { required?: string[] }).required ?? []).map(shown)))
}

function unknownMember(place: string, name: string, parent: Schema): string {
  const known = Object.keys(parent.properties ?? {})
  const meant = nearest(name, known)
  const cure = meant === null ? `It takes ${known.join(', ')}.` : `Did you mean ${shown(meant)}?`
  return `${place} has no member ${shown(name)}. ${cure}`
}

function kindsOfCheck(given: unknown, parent: Schema & { oneOf?: readonly Schema[] }): string {
  const kinds = (parent.oneOf ?? []).map(each => String(each.properties?.that?.const))
  const meant = typeof given === 'string' ? nearest(given, kinds) : null
  return meant === null ? `The kinds are ${kinds.join(', ')}.` : `Did you mean ${shown(meant)}?`
}

/** `answers[1].fields`. */
function placeOf(pointer: string, shape: Shape): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(step => (/^\d+$/.test(step) ? `[${step}]` : /^[\w$]+$/.test(step) ? `.${step}` : `[${shown(step)}]`))
    .join('')
  if (shape === 'answers') return `answers${steps}`
  return steps === '' ? 'The scenario' : steps.replace(/^\./, '')
}

const fieldName = (name: string): string => name.toLowerCase().replaceAll(/[^!#$%&'*+.^_`|~0-9a-z-]/g, '')

function gloss(description: string | undefined): string {
  return description === undefined ? '' : ` (${description.replace(/\.$/, '')})`
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'left out'
  return text.length > 80 ? `${text.slice(0, 80)}...` : text
}
