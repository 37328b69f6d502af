/**
 * The suite without the practice server: scenarios, the judge, and the examination of clients. For tests of clients and for
 * tools that show what came of them.
 */
export { judge } from './judge/judge.ts'
export type { CallResult, Evidence, Finding, Verdict } from './judge/verdict.ts'
export type { Answered, FieldLines, LogConnection, LogEntry, WireLog } from './log/entry.ts'
export type { Answer, Break, Drip, Interim, OriginName, ScriptBody, ScriptFields, When } from './script/answer.ts'
export type { Check } from './script/check.ts'
export { checkAnswers, checkScenario } from './script/check-script.ts'
export { fillerText } from './script/filler.ts'
export { loadScenario, loadScenarios, ScenarioError } from './script/library.ts'
export { type PickRequest, pickAnswer } from './script/pick.ts'
export type { Ability, JobOptions, Scenario, ScenarioKind, ScriptCall } from './script/scenario.ts'
export { type Filling, fillTemplate } from './script/template.ts'
export type { Examinee } from './suite/adapter-kinds.ts'
export { SHIPPED } from './suite/adapters.ts'
export { type GradeOptions, grade } from './suite/grade.ts'
export type { Hello, Job, JobResult } from './suite/job.ts'
export { type Round, roundsOf } from './suite/jobs.ts'
export type { ClientReport, Report, ScenarioReport } from './suite/report.ts'
