import type { Exercise, Group } from '../exercise.ts'
import { access } from './access.ts'
import { data } from './data.ts'
import { movedHouse } from './moved.ts'
import { posts } from './posts.ts'
import { reset } from './reset.ts'
import { slow } from './slow.ts'
import { status } from './status.ts'
import { trouble } from './trouble.ts'
import { users } from './users.ts'

export const exerciseGroups: readonly Group[] = [
  { title: 'Read, make, delete', exercises: [...users, ...posts] },
  { title: 'Moved, and not changed', exercises: [...movedHouse, ...data] },
  { title: 'Who is asking', exercises: access },
  { title: 'Trouble', exercises: [...trouble, ...slow] },
  { title: 'Any code', exercises: status },
  { title: 'Start over', exercises: reset },
]

/** Every exercise. Routing, OPTIONS, the index, the command's print-out and the tests all read this list. */
export const exercises: readonly Exercise[] = exerciseGroups.flatMap(group => group.exercises)
