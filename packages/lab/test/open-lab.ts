import { once } from 'node:events'
import { connect } from 'node:net'
import { after } from 'node:test'
import { type Lab, type RequestReport, startLab } from '../src/index.ts'

/** A lab for one test file, with a clock that the tests move. */
export interface OpenLab {
  readonly lab: Lab
  readonly clock: { nowMs: number }
  readonly reports: RequestReport[]
  /** Sends one request; redirects are not followed. */
  send(path: string, init?: RequestInit): Promise<Response>
  /** Sends a JSON body with POST. */
  post(path: string, body: unknown): Promise<Response>
}

export async function openLab(): Promise<OpenLab> {
  const clock = { nowMs: 0 }
  const reports: RequestReport[] = []
  const lab = await startLab({ now: () => clock.nowMs, onRequest: report => reports.push(report) })
  after(() => lab.close())
  const send = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(lab.url + path, { redirect: 'manual', ...init })
  const post = (path: string, body: unknown): Promise<Response> =>
    send(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return { lab, clock, reports, send, post }
}

/** Writes bytes to the lab and reads what comes back until the lab ends the connection. */
export async function sendBytes(lab: Lab, bytes: string): Promise<string> {
  const socket = connect(lab.port, '127.0.0.1')
  socket.setEncoding('latin1')
  let answer = ''
  socket.on('data', text => {
    answer += String(text)
  })
  socket.write(bytes, 'latin1')
  await once(socket, 'close')
  return answer
}
