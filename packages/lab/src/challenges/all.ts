import { busyTwice } from './busy-twice.ts'
import type { Challenge } from './challenge.ts'
import { createOnce } from './create-once.ts'
import { fetchAPage } from './fetch-a-page.ts'
import { followTheMove } from './follow-the-move.ts'
import { keepTheSecret } from './keep-the-secret.ts'
import { lostUpdate } from './lost-update.ts'
import { pollTheJob } from './poll-the-job.ts'
import { resumeTheFilm } from './resume-the-film.ts'
import { signInAgain } from './sign-in-again.ts'
import { theStorm } from './the-storm.ts'
import { useWhatYouHave } from './use-what-you-have.ts'
import { waitAsTold } from './wait-as-told.ts'

/** From easy to hard. */
export const CHALLENGES: readonly Challenge[] = [
  fetchAPage,
  followTheMove,
  waitAsTold,
  busyTwice,
  createOnce,
  useWhatYouHave,
  signInAgain,
  keepTheSecret,
  resumeTheFilm,
  lostUpdate,
  pollTheJob,
  theStorm,
]
