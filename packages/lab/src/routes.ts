import type { Exercise } from './exercise.ts'
import { exercises } from './exercises/all.ts'
import { httpbin } from './httpbin/all.ts'
import { indexPage } from './index-page.ts'
import { openApiRoute } from './openapi.ts'
import { examination } from './visits/examination.ts'
import { playing } from './visits/playing.ts'
import { logRoutes } from './watch/log-routes.ts'

const home: Exercise = { methods: ['GET'], path: '/', samples: [], about: 'this list', answer: indexPage }

const practice = [home, ...exercises, ...httpbin, ...playing, ...logRoutes, ...examination]

/** Every route of the lab. */
export const routes: readonly Exercise[] = [...practice, openApiRoute(practice)]
