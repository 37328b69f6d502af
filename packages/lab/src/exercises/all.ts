import type { Exercise } from '../exercise.ts'
import { access } from './access.ts'
import { data } from './data.ts'
import { movedHouse } from './moved.ts'
import { posts } from './posts.ts'
import { reset } from './reset.ts'
import { slow } from './slow.ts'
import { status } from './status.ts'
import { trouble } from './trouble.ts'
import { users } from './users.ts'

/** Every exercise. Routing, OPTIONS, the index, the command's print-out and the tests all read this list. */
export const exercises: readonly Exercise[] = [
  ...users,
  ...posts,
  ...movedHouse,
  ...data,
  ...access,
  ...trouble,
  ...slow,
  ...status,
  ...reset,
]
