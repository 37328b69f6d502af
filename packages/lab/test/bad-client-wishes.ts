import type { Job } from '../src/suite/job.ts'
import type { Sin } from './bad-client.ts'
import { asked, type Hands, isGood, nextUrl, resultOf } from './bad-client-hands.ts'
import type { Got } from './bad-client-wire.ts'

const MOST_ROUNDS = 12
const BOAST = { ok: true, error: null } as const

const textOf = ({ body }: Got): string => Buffer.from(body, 'latin1').toString()

/** Did it end before the end that it announced? */
function brokeOff({ status, fields, body }: Got): boolean {
  return status === null || body.length < Number(fields['content-length'] ?? 0)
}

const reading = (job: Job) => ({ ...asked(job), method: 'GET', body: null })

function writing(job: Job, got: Got, condition: Readonly<Record<string, string>>) {
  const fields = { ...job.headers, 'content-type': 'text/plain', ...condition }
  return { method: 'PUT', url: job.url, fields, body: textOf(got) + (job.append ?? '') }
}

const downloaders: readonly Sin[] = [
  {
    name: 'gluing',
    about: 'asks for the rest by whatever the answer has for a version, and puts whatever comes behind what it holds',
    async play(job, hands) {
      const first = await hands.send(asked(job))
      const version = first.fields.etag ?? first.fields['last-modified']
      const condition = version === undefined ? {} : { 'if-range': version }
      const fields = { ...asked(job).fields, range: `bytes=${first.body.length}-`, ...condition }
      const rest = await hands.send({ ...asked(job), fields })
      return resultOf(job, { ...rest, body: first.body + rest.body }, BOAST)
    },
  },
  {
    name: 'heaping',
    about: 'begins anew after a break, as often as it breaks, and writes it behind what it has',
    async play(job, hands) {
      let got = await hands.send(asked(job))
      let body = got.body
      for (let count = 0; count < MOST_ROUNDS && brokeOff(got); count += 1) {
        got = await hands.send(asked(job))
        body += got.body
      }
      return resultOf(job, { ...got, body }, BOAST)
    },
  },
]

const updaters: readonly Sin[] = [
  {
    name: 'redoing',
    about: 'reads and writes again at once, with the change made anew, whatever went wrong with the write',
    async play(job, hands) {
      for (let round = 1; ; round += 1) {
        const got = await hands.send(reading(job))
        const tag = got.fields.etag
        const written = await hands.send(writing(job, got, tag === undefined ? {} : { 'if-match': tag }))
        if (isGood(written) || round === MOST_ROUNDS) return resultOf(job, written, BOAST)
      }
    },
  },
  {
    name: 'clobbering',
    about: 'reads, and writes over whatever is there by then',
    async play(job, hands) {
      const got = await hands.send(reading(job))
      return resultOf(job, await hands.send(writing(job, got, {})), BOAST)
    },
  },
]

/** Asks on until the status is another one than 202. */
async function pestered(job: Job, hands: Hands, next: (got: Got, url: string) => string | null): Promise<Got> {
  let sent = asked(job)
  let got = await hands.send(sent)
  for (let count = 0; count < MOST_ROUNDS; count += 1) {
    const url = next(got, sent.url)
    if (url === null) break
    sent = url === sent.url ? sent : { ...sent, method: 'GET', url, body: null }
    got = await hands.send(sent)
    if (got.status !== 202) break
  }
  return got
}

const pollers: readonly Sin[] = [
  {
    name: 'pestering',
    about: 'asks at any Location of any answer, at once, again and again, with all fields, and calls the end a success',
    play: async (job, hands) =>
      resultOf(
        job,
        await pestered(job, hands, (got, url) => nextUrl(got, url) ?? (url === job.url ? null : url)),
        BOAST,
      ),
  },
  {
    name: 'ordering',
    about: 'sends the same request again to learn how it goes',
    play: async (job, hands) => resultOf(job, await pestered(job, hands, (_, url) => url), BOAST),
  },
]

/** What they do wrong when one request is not enough. */
export const wishSins: readonly Sin[] = [...downloaders, ...updaters, ...pollers]

/** Those that try what the job wants. */
export function sinsOfWish(wish: Job['do']): readonly Sin[] {
  if (wish === 'download') return downloaders
  if (wish === 'update') return updaters
  return wish === 'poll' ? pollers : []
}
