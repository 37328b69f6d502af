import { sameOrigin } from '../fields/location.ts'
import type * as full from './fetch-standard.ts'

/** The platform's own fetch knows the ports, and is asked again for each hop. */
export const isForbiddenHop: typeof full.isForbiddenHop = (mode, from, to) =>
  mode === 'same-origin' ? !sameOrigin(from, to) : mode === 'cors' && to.username + to.password !== ''
