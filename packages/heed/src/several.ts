/** What takes several requests. Loaded when it is first used, in one piece: most programs never do. */
export { download } from './download/download.ts'
export { poll } from './poll/poll.ts'
export { update } from './update/update.ts'
