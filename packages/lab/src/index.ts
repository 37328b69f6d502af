export type { RequestReport } from './app.ts'
export { curlLine, type Sample } from './exercise.ts'
export { exercises } from './exercises/all.ts'
export { type Lab, type LabOptions, startLab } from './server.ts'
