import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { smallJson } from './answers.ts'
import { runChild } from './child.ts'
import { median, messageOf } from './measures.ts'

/** What a client's process holds while many requests wait for their answers at once. */
export interface FlightFigures {
  readonly contender: string
  readonly askedFor: number
  /** Most requests that the server held unanswered at one moment. */
  readonly inFlight: number
  /** Largest resident memory of the whole process, and its growth since the first answered request. */
  readonly peakMegabytes: number
  readonly grownMegabytes: number
}

export interface FlightReport {
  readonly failed: number
  readonly peakBytes: number
  readonly beforeBytes: number
}

const answer = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${smallJson.length}\r\n\r\n${smallJson}`

/** Answers `/small` at once and holds everything else until all are there, or until none has come for a second. */
class HoldingServer {
  readonly server: Server
  most = 0
  #held: Socket[] = []
  #quiet: NodeJS.Timeout | undefined
  #count: number

  constructor(count: number) {
    this.#count = count
    this.server = createServer(socket => {
      socket.on('data', piece => this.#take(socket, piece.toString('latin1')))
      socket.on('error', () => socket.destroy())
    })
  }

  #take(socket: Socket, head: string): void {
    if (head.startsWith('GET /small')) {
      socket.write(answer)
      return
    }
    this.#held.push(socket)
    this.most = Math.max(this.most, this.#held.length)
    clearTimeout(this.#quiet)
    if (this.#held.length >= this.#count) this.#release()
    else this.#quiet = setTimeout(() => this.#release(), 1000)
  }

  #release(): void {
    for (const socket of this.#held.splice(0)) socket.write(answer)
  }
}

const flight = async (contender: string, count: number): Promise<FlightFigures> => {
  const holding = new HoldingServer(count)
  holding.server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
  await once(holding.server, 'listening')
  try {
    const address = holding.server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const job = JSON.stringify({ contender, count, origin: `http://127.0.0.1:${address.port}` })
    const report = await runChild<FlightReport>(['flight-worker.ts', job])
    if (report.failed > 0) throw new Error(`${report.failed} of ${count} requests failed`)
    return {
      contender,
      askedFor: count,
      inFlight: holding.most,
      peakMegabytes: report.peakBytes / 1e6,
      grownMegabytes: (report.peakBytes - report.beforeBytes) / 1e6,
    }
  } finally {
    holding.server.close()
  }
}

/** Each contender `rounds` times, interleaved; the medians of each figure. */
export const measureFlights = async (
  names: readonly string[],
  count: number,
  rounds: number,
  leftOut: string[],
): Promise<readonly FlightFigures[]> => {
  const all: FlightFigures[] = []
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      try {
        all.push(await flight(name, count))
      } catch (error) {
        if (round === 0) leftOut.push(`${name}, ${count} in flight: ${messageOf(error).split('\n')[0]}`)
      }
    }
  }
  return names.flatMap(contender => {
    const mine = all.filter(figures => figures.contender === contender)
    if (mine.length === 0) return []
    const middle = (pick: (figures: FlightFigures) => number): number => median(mine.map(pick))
    return {
      contender,
      askedFor: count,
      inFlight: middle(figures => figures.inFlight),
      peakMegabytes: middle(figures => figures.peakMegabytes),
      grownMegabytes: middle(figures => figures.grownMegabytes),
    }
  })
}
