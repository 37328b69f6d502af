import { ANY_METHOD, type LabContext } from './exercise.ts'
import type { Answer, ScriptFields } from './script/answer.ts'

/** Pages of other origins may practise too. */
export const OPEN: ScriptFields = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' }

/** OPTIONS with the methods that a path takes. */
export function preflight(context: LabContext, allow: string): Response {
  const fields = context.req.header('access-control-request-headers')
  // A page of another origin asks first (fetch.spec.whatwg.org, CORS-preflight): here anybody may do anything.
  const headers = {
    allow,
    'access-control-allow-methods': allow,
    ...(fields === undefined ? {} : { 'access-control-allow-headers': fields }),
  }
  return new Response(null, { status: 204, headers })
}

/** The question that a browser asks of itself before a script is played: no step of it. null: the script has an answer for OPTIONS. */
export function preflightBefore(context: LabContext, answers: readonly Answer[]): Response | null {
  const isAsked = context.req.method === 'OPTIONS' && context.req.header('access-control-request-method') !== undefined
  const isScripted = answers.some(({ when }) => when?.method === 'OPTIONS')
  return isAsked && !isScripted ? preflight(context, [...ANY_METHOD, 'HEAD', 'OPTIONS'].join(', ')) : null
}

/** The answer as a page of another origin may read it; for everybody else the script's fields alone are sent. */
export function openTo(context: LabContext, answer: Answer): Answer {
  if (context.req.header('origin') === undefined || answer.status === undefined) return answer
  return { ...answer, fields: { ...OPEN, ...answer.fields } }
}
