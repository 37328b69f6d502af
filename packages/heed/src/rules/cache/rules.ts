import type { CacheRules } from '../../keeping.ts'
import { complete } from './complete.ts'
import { confirm } from './confirm.ts'
import { headed } from './headed.ts'
import { join } from './join.ts'
import { keep, outdated, whose } from './keep.ts'
import { rescue } from './rescue.ts'
import { serve } from './serve.ts'
import { passesBy } from './wishes.ts'

/** The rules of a private cache (RFC 9111), for every store. */
export const cacheRules: CacheRules = Object.freeze({
  whose,
  passesBy,
  serve,
  confirm,
  complete,
  rescue,
  keep,
  headed,
  outdated,
  join,
})
