import type { Exercise } from '../exercise.ts'
import { bytes } from './bytes.ts'
import { caching } from './caching.ts'
import { cookies } from './cookies.ts'
import { credentials } from './credentials.ts'
import { echo } from './echo.ts'
import { formats } from './formats.ts'
import { redirects } from './redirects.ts'

/** httpbin's well-known paths. */
export const httpbin: readonly Exercise[] = [
  ...echo,
  ...redirects,
  ...cookies,
  ...credentials,
  ...caching,
  ...bytes,
  ...formats,
]
