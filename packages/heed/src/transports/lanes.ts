import { type buildConnector, Client, type Dispatcher } from 'undici'

// Why this exists: adr/0009-lanes-for-plain-http.md

/** An exchange that rides on a lane. It calls `lane.release()` once, when undici is done with it. */
export interface Rider extends Dispatcher.DispatchHandler {
  lane: Lane | null
}

/** One undici Client: one connection, or none at the moment, with one exchange on it at a time. */
export class Lane {
  readonly client: Client
  readonly #road: Road
  /** Its place among the free lanes of its road; -1: taken. */
  place: number = -1

  constructor(client: Client, road: Road) {
    this.client = client
    this.#road = road
  }

  release(): void {
    this.#road.put(this)
  }
}

/** All lanes to one origin. */
class Road {
  readonly lanes: Set<Lane> = new Set()
  readonly #free: Lane[] = []

  /** The lane used last first: the others come to rest, and undici closes connections that rest. */
  take(): Lane | undefined {
    const lane = this.#free.pop()
    if (lane !== undefined) lane.place = -1
    return lane
  }

  put(lane: Lane): void {
    lane.place = this.#free.length
    this.#free.push(lane)
  }

  /** The connection is gone. A lane that nobody rides goes too; one that is taken will connect anew. */
  disconnected(lane: Lane): void {
    if (lane.place === -1) return
    const last = this.#free.pop()
    if (last !== undefined && last !== lane) {
      last.place = lane.place
      this.#free[lane.place] = last
    }
    this.lanes.delete(lane)
    if (!lane.client.closed && !lane.client.destroyed) void lane.client.close()
  }
}

/** Connections over plain http: as many to an origin as exchanges are under way, with one exchange on each. */
export class Lanes {
  readonly #connect: buildConnector.connector
  readonly #roads: Map<string, Road> = new Map()

  constructor(connect: buildConnector.connector) {
    this.#connect = connect
  }

  dispatch(origin: string, options: Dispatcher.DispatchOptions, rider: Rider): void {
    const road = this.#roads.get(origin) ?? this.#build(origin)
    const lane = road.take() ?? this.#open(origin, road)
    rider.lane = lane
    lane.client.dispatch(options, rider)
  }

  /** How many there are now. */
  get size(): number {
    return Array.from(this.#roads.values(), road => road.lanes.size).reduce((sum, lanes) => sum + lanes, 0)
  }

  /** Lets exchanges under way finish. */
  async close(): Promise<void> {
    const lanes = Array.from(this.#roads.values(), road => [...road.lanes]).flat()
    await Promise.all(lanes.map(lane => lane.client.close()))
  }

  #build(origin: string): Road {
    const road = new Road()
    this.#roads.set(origin, road)
    return road
  }

  #open(origin: string, road: Road): Lane {
    const lane = new Lane(new Client(origin, { connect: this.#connect }), road)
    road.lanes.add(lane)
    const gone = (): void => {
      road.disconnected(lane)
      if (road.lanes.size === 0) this.#roads.delete(origin)
    }
    lane.client.on('disconnect', gone).on('connectionError', gone)
    return lane
  }
}
