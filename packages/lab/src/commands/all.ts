import type { CommandEntry } from './command.ts'

/** Every command of `heed-lab`: a file beside this one and a line here. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'serve', about: 'the practice server; the default', load: () => import('./serve.ts') },
  { name: 'grade', about: 'examine HTTP clients, scenario by scenario', load: () => import('./grade.ts') },
  { name: 'challenges', about: 'twelve challenges, and which are solved', load: () => import('./challenges.ts') },
  { name: 'challenge', about: 'play a challenge with any client', load: () => import('./challenge.ts') },
]
