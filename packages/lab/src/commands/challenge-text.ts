import { lookup } from 'heed/status'
import { CHALLENGES } from '../challenges/all.ts'
import type { Attempt, Ending } from '../challenges/attempt.ts'
import type { Challenge } from '../challenges/challenge.ts'
import type { Standing } from '../challenges/standing.ts'
import type { LogEntry } from '../log/entry.ts'
import { anchorLink } from '../suite/anchor-link.ts'
import { type Page, paint, paragraph, plain, type Style } from './page.ts'

const INDENT = 2

/** What the player has to know. */
export function opening(challenge: Challenge, attempt: Attempt, hasKeys: boolean, page: Page): string {
  const { number, title, level, goal, given = [], start } = challenge
  const heading = `Challenge ${number} of ${CHALLENGES.length}: ${title}`
  const facts = given.map(([name, value]) => paragraph(INDENT, `${name}: ${attempt.fill(value)}`, page))
  return [
    `${paint(heading, 'bold', page)} (${level})\n\n`,
    paragraph(INDENT, goal, page),
    `\n${paragraph(INDENT, `${start.method} ${attempt.url}`, page)}`,
    ...facts,
    '\n',
    paragraph(INDENT, 'Use any client: curl, a browser, a program of yours.', page),
    paragraph(INDENT, hasKeys ? 'Press h for a hint, Ctrl-C to stop.' : 'Ctrl-C stops it.', page),
    '\n',
  ].join('')
}

/** @param firstMs when the first request came, on the clock of the log */
export function requestLine(entry: LogEntry, firstMs: number, isStray: boolean, screen: Screen): string {
  const { status, broke } = entry.answer
  const seconds = `${((entry.atMs - firstMs) / 1000).toFixed(2).padStart(8)} s  `
  const at = entry.origin === 'a' ? '' : ' at the other server'
  const request = `${plain(`${entry.method} ${entry.target}`)}${at}`
  const short = status === null ? 'left' : String(status)
  const long = status === null ? 'your client left' : `${status} ${lookup(status)?.phrase ?? ''}`.trimEnd()
  const notes = `${broke === null ? '' : ', and the connection broke'}${isStray ? ' (does not count)' : ''}`
  const room = screen.isTerminal ? screen.columns - seconds.length : Number.POSITIVE_INFINITY
  const fits = request.length + 2 + long.length + notes.length <= room
  const shown = fits ? request : clipped(request, room - 2 - short.length)
  return `${seconds}${shown}  ${paint(fits ? long + notes : short, styleOf(status), screen)}\n`
}

/** A page that may be a terminal, where a line that is too long is cut. */
export interface Screen extends Page {
  readonly isTerminal: boolean
}

const clipped = (line: string, columns: number): string =>
  line.length > columns ? `${line.slice(0, Math.max(0, columns - 3))}...` : line

const STYLES: readonly Style[] = ['dim', 'dim', 'green', 'cyan', 'yellow', 'yellow']
const styleOf = (status: number | null): Style => STYLES[Math.floor((status ?? 0) / 100)] ?? 'dim'

/** A hint by its number, from 1. */
export function hintText({ hints }: Challenge, number: number, page: Page): string {
  return paragraph(INDENT, `Hint ${number} of ${hints.length}: ${hints[number - 1] ?? ''}`, page)
}

/** Said when nothing has come for a while. */
export function quietText({ fault }: Standing, page: Page): string {
  return fault === null ? '' : paragraph(INDENT, `Not done yet. ${fault.sentence}`, page)
}

/** How it ended, why, and what to do next. */
export function endingText(challenge: Challenge, { standing, why, log }: Ending, page: Page): string {
  const { fault } = standing
  if (fault === null) return solvedText(challenge, log.entries, page)
  const nothing = log.entries.length === 0
  if (why === 'given-up') {
    return `\n${paragraph(0, nothing ? 'Stopped before a request came.' : `Stopped. ${fault.sentence}`, page)}`
  }
  return [
    `\n${paint('Not solved.', 'red', page)}${why === 'limit' ? ' The time is over.' : ''}\n`,
    paragraph(INDENT, fault.sentence, page),
    ...(nothing ? [] : [paragraph(INDENT, `Seen: ${fault.seen}.`, page)]),
    reading(challenge, page),
    `\nAgain:  heed-lab challenge ${challenge.number}\nA hint: heed-lab challenge ${challenge.number} --hint\n`,
  ].join('')
}

function solvedText(challenge: Challenge, entries: readonly LogEntry[], page: Page): string {
  const next = CHALLENGES.find(({ number }) => number === challenge.number + 1)
  const requests = entries.length === 1 ? '1 request' : `${entries.length} requests`
  return [
    `\n${paint('Solved', 'green', page)} with ${requests}.\n`,
    paragraph(INDENT, challenge.lesson, page),
    reading(challenge, page),
    next === undefined
      ? '\nThat was the last one. heed-lab grade examines a whole client.\n'
      : `\nNext: heed-lab challenge ${next.number}\n`,
  ].join('')
}

function reading({ anchors }: Challenge, page: Page): string {
  return `${paragraph(INDENT, 'To read:', page)}${anchors.map(each => paragraph(INDENT * 2, anchorLink(each), page)).join('')}`
}
