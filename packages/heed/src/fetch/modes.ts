import type { Plan } from '../plan.ts'
import type { PageInit } from '../ports.ts'
import { DEFAULT_FIELDS, type RequestFields } from '../request-fields.ts'
import { isBlockedPort } from '../rules/fetch-standard.ts'
import { refererOf } from './referrer.ts'

/** What every fetch says of itself when the caller says nothing (Fetch, HTTP-network-or-cache fetch). */
export const FETCH_FIELDS: RequestFields = Object.freeze({ ...DEFAULT_FIELDS, accept: '*/*', 'accept-language': '*' })

/** @throws {TypeError} the port belongs to another service */
export function refuseBlockedPort(url: URL): void {
  if (isBlockedPort(url)) throw new TypeError('fetch failed: the port belongs to another service')
}

/** What a fetch asks of caches is asked of heed's own, too. */
export const planFor = (plan: Plan, { cache }: Request): Plan =>
  cache === 'no-store' && plan.cache !== null ? { ...plan, cache: null } : plan

/** On a page the browser's own fetch is told what it was asked for; null: there is none, and heed says it in fields. */
export function askedOfPage(request: Request, onPage: boolean): PageInit | null {
  if (!onPage) return null
  const { cache, credentials, mode, referrer, referrerPolicy } = request
  return { cache, credentials, mode, referrer, referrerPolicy }
}

/** The mode of the request; what the caller wants of caches on the way, and who referred to it, unless its fields say so (Fetch, HTTP-network-or-cache fetch). */
export function addWhatModesSay(fields: Record<string, string>, request: Request): void {
  fields['sec-fetch-mode'] = request.mode
  const { cache: mode, headers } = request
  // Ranges count the bytes of the coded content (RFC 9110 section 14.1.1), and a piece of it cannot be decoded.
  if (headers.has('range') && !headers.has('accept-encoding')) fields['accept-encoding'] = 'identity'
  const referer = refererOf(request)
  if (referer !== null) fields.referer ??= referer
  if (mode === 'no-cache') fields['cache-control'] ??= 'max-age=0'
  if (mode !== 'no-store' && mode !== 'reload') return
  fields.pragma ??= 'no-cache'
  fields['cache-control'] ??= 'no-cache'
}
