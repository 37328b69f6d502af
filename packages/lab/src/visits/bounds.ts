import { LARGEST_BODY_BYTES, LONGEST_DELAY_MS } from '../knobs/table.ts'
import type { Answer, Drip, Interim } from '../script/answer.ts'

const MOST_INTERIMS = 1000
const LONGEST_PATTERN = 200

/** What a script asks of a server that others use too, and more than it gives, as sentences; empty: nothing. */
export function boundFaults(answers: readonly Answer[]): string[] {
  return answers.flatMap((answer, at) => {
    const place = `answers[${at}]`
    return [
      ...waits(answer).flatMap(([name, ms]) => tooLong(`${place}.${name}`, ms)),
      ...bodyFaults(answer, place),
      ...(answer.interim ?? []).flatMap((each, index) => interimFaults(each, `${place}.interim[${index}]`)),
      ...Object.entries(answer.when?.fields ?? {}).flatMap(([name, pattern]) =>
        patternFaults(`${place}.when.fields["${name}"]`, pattern),
      ),
    ]
  })
}

function waits({ delayMs, headDrip, bodyDrip, interim = [] }: Answer): [string, number | undefined][] {
  const drips: [string, Drip | undefined][] = [
    ['headDrip', headDrip],
    ['bodyDrip', bodyDrip],
  ]
  return [
    ['delayMs', delayMs],
    ...drips.map(([name, drip]): [string, number | undefined] => [`${name}.everyMs`, drip?.everyMs]),
    ...interim.map((each, at): [string, number | undefined] => [`interim[${at}].everyMs`, each.everyMs]),
  ]
}

function tooLong(place: string, ms: number | undefined): string[] {
  if (ms === undefined || ms <= LONGEST_DELAY_MS) return []
  return [`${place} is ${ms}, and the practice server waits for ${LONGEST_DELAY_MS} ms at most.`]
}

function bodyFaults({ body }: Answer, place: string): string[] {
  if (body === undefined) return []
  if ('endless' in body)
    return [`${place}.body is endless; the practice server sends ${LARGEST_BODY_BYTES} bytes at most.`]
  const bytes = 'bytes' in body ? body.bytes : 'zeros' in body ? body.zeros : 0
  if (bytes <= LARGEST_BODY_BYTES) return []
  return [`${place}.body is ${bytes} bytes long; the practice server sends ${LARGEST_BODY_BYTES} at most.`]
}

function interimFaults({ times = 1 }: Interim, place: string): string[] {
  if (times !== 'endless' && times <= MOST_INTERIMS) return []
  return [`${place}.times is ${JSON.stringify(times)}; the practice server sends ${MOST_INTERIMS} at most.`]
}

/** A pattern that goes back and forth for seconds would hold up every visitor. */
function patternFaults(place: string, pattern: string | null): string[] {
  if (pattern === null) return []
  const plain = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  const repeats = plain.match(/[*+]|\{\d+,/g)?.length ?? 0
  const simple =
    pattern.length <= LONGEST_PATTERN && repeats <= 2 && !/\)[*+?{]/.test(plain) && !/\\[1-9k]/.test(pattern)
  if (simple) return []
  return [
    `${place} is too rich a pattern for a server that others use too: at most ${LONGEST_PATTERN} letters, two of * and +, no repeated groups and no references back.`,
  ]
}
