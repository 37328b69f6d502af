import { withoutUserInfo } from '../fields/location.ts'
import { isToken } from '../fields/tokens.ts'
import type { Clock, FaultName, Flight, Judge, WireAnswer, WireFault, WireLimits, WireRequest } from '../ports.ts'
import { isSafeMethod } from '../rules/safety.ts'
import { classOf } from '../status/classes.ts'
import { FetchBody } from './fetch-body.ts'
import { fetchFailure } from './fetch-faults.ts'
import { fieldsOf } from './fetch-fields.ts'
import { bytesOf, gathered, streamed, uploadOf, withLength } from './outgoing.ts'
import { NESTED } from './platform-fetch.ts'
import type { Upload } from './upload.ts'

type Landed = WireAnswer | WireFault
type Init = RequestInit & { readonly [NESTED]?: true; readonly duplex?: 'half' }
type Fetch = (url: string, init: Init) => Promise<Response>

/** One exchange over `fetch`. */
export class FetchFlight implements Flight {
  readonly landed: Promise<Landed>
  /** Kept when nothing of it is under way any more, a body that is handed on included. */
  readonly over: Promise<void>
  readonly #land: (landed: Landed) => void
  readonly #leave: () => void
  readonly #request: WireRequest
  readonly #limits: WireLimits
  readonly #judge: Judge
  readonly #clock: Clock
  readonly #upload: Upload | null
  readonly #controller: AbortController = new AbortController()
  #sent: boolean = false
  #body: FetchBody | null = null
  #isOver: boolean = false

  constructor(request: WireRequest, limits: WireLimits, judge: Judge, clock: Clock) {
    const landing = Promise.withResolvers<Landed>()
    const leaving = Promise.withResolvers<void>()
    this.landed = landing.promise
    this.over = leaving.promise
    this.#land = landing.resolve
    this.#leave = leaving.resolve
    this.#request = request
    this.#limits = limits
    this.#judge = judge
    this.#clock = clock
    this.#upload = uploadOf(request.body)
  }

  abort(name: FaultName, cause: unknown): void {
    if (this.#isOver) return
    if (this.#body !== null) this.#body.fail(name, cause)
    else this.#fail(name, this.#sent, cause)
  }

  /** Sends it. `pageRules`: a body is sent whole, and redirects are followed unseen. */
  start(fetch: Fetch, pageRules: boolean): void {
    this.#exchange(fetch, pageRules).then(
      response => this.#take(response),
      error => this.#refuse(error),
    )
  }

  async #exchange(fetch: Fetch, pageRules: boolean): Promise<Response> {
    const { body, bodyBytes } = this.#request
    const upload = this.#upload
    const whole = upload !== null && pageRules ? await gathered(upload, bodyBytes) : bytesOf(body)
    if (this.#isOver) throw this.#controller.signal.reason
    // Bun would send a GET instead.
    if (!isToken(this.#request.method)) throw new TypeError('It is no method.')
    const redirect = pageRules ? 'follow' : 'manual'
    const outgoing: Init =
      upload === null || pageRules
        ? { body: whole }
        : { body: streamed(upload, bodyBytes, () => this.#breakOff(upload)), duplex: 'half' }
    this.#sent = true
    // It takes no user info in an address, and the undici transport sends none either.
    const url = withoutUserInfo(this.#request.url).href
    const response = await fetch(url, { ...this.#common(), ...outgoing, redirect })
    if (response.type !== 'opaqueredirect' || upload !== null || !isSafeMethod(this.#request.method)) return response
    // A platform that hides redirects after all: what changes nothing may go again, and the platform then follows.
    return fetch(url, { ...this.#common(), ...outgoing, redirect: 'follow' })
  }

  #common(): Init {
    const { method, fields, bodyBytes, asked } = this.#request
    const headers = this.#upload === null || bodyBytes === null ? fields : withLength(fields, bodyBytes)
    return { ...asked, method, headers, signal: this.#controller.signal, [NESTED]: true }
  }

  #take(response: Response): void {
    if (this.#isOver) {
      response.body?.cancel().catch(() => {})
      return
    }
    const { status, statusText } = response
    if ((classOf(status)?.kind ?? 'informational') === 'informational') {
      const hidden = response.type === 'opaqueredirect'
      const why = hidden ? 'The platform hides where the redirect leads.' : `The status code ${status} is no final one.`
      this.#fail(hidden ? 'malformed' : 'invalid-status', true, new Error(why))
      return
    }
    const fields = fieldsOf(response.headers)
    const disposal = this.#judge.head(status, statusText, fields)
    // The judge may have ended it.
    if (this.#isOver) {
      response.body?.cancel().catch(() => {})
      return
    }
    const landed = (body: Uint8Array, stream: WireAnswer['stream'], whole: boolean): void =>
      this.#land({ kind: 'answer', status, statusText, fields, body, stream, whole })
    this.#body = new FetchBody(response, disposal, this.#limits, this.#clock, {
      landed,
      fault: (name, cause) => this.#land({ kind: 'fault', name, sent: true, cause }),
      over: whole => this.#finish(whole),
      streamOver: () => this.#judge.streamOver(),
    })
    this.#body.read()
  }

  /** `fetch` gave no answer. */
  #refuse(error: unknown): void {
    if (this.#isOver) return
    if (this.#upload?.broken) this.#fail('request-body', this.#sent, this.#upload.cause)
    else if (!this.#sent || isUnsendable(this.#request)) this.#fail('unsendable', false, error)
    else {
      const { name, sent } = fetchFailure(error, false)
      this.#fail(name, sent, error)
    }
  }

  /** The caller's body failed, which must not pass for its end. */
  #breakOff(upload: Upload): void {
    if (this.#isOver || this.#body !== null) return
    this.#fail('request-body', this.#sent, upload.cause)
  }

  #fail(name: FaultName, sent: boolean, cause: unknown): void {
    this.#finish(false)
    this.#land({ kind: 'fault', name, sent, cause })
  }

  /** Nothing more is wanted of it; what did not end whole takes its connection with it. */
  #finish(whole: boolean): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#upload?.stop()
    if (!whole || this.#upload !== null) this.#controller.abort()
    this.#leave()
  }
}

/** What the platform would refuse without asking anybody: it throws the same TypeError for that as for a broken network. */
function isUnsendable({ url, method, fields }: WireRequest): boolean {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return true
  try {
    new Request(withoutUserInfo(url), { method, headers: fields })
    return false
  } catch {
    return true
  }
}
