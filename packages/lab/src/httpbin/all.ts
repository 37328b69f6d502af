import type { Exercise, Group } from '../exercise.ts'
import { bytes } from './bytes.ts'
import { caching } from './caching.ts'
import { cookies } from './cookies.ts'
import { credentials } from './credentials.ts'
import { echo } from './echo.ts'
import { formats } from './formats.ts'
import { redirects } from './redirects.ts'

export const httpbinGroups: readonly Group[] = [
  { title: 'What you sent', exercises: echo },
  { title: 'Redirects', exercises: redirects },
  { title: 'Cookies', exercises: cookies },
  { title: 'Credentials', exercises: credentials },
  { title: 'Caches and fields', exercises: caching },
  { title: 'Late, long, in pieces, compressed', exercises: bytes },
  { title: 'Kinds of content', exercises: formats },
]

/** httpbin's well-known paths. */
export const httpbin: readonly Exercise[] = httpbinGroups.flatMap(group => group.exercises)
