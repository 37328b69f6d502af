import { type Dispatcher, getGlobalDispatcher } from 'undici'

/** What a copy of undici lets others send through. */
export type GlobalDispatcher = Pick<Dispatcher, 'dispatch'>

/** Where copies of undici before 7.29 keep the global dispatcher; newer ones keep it in a second place too. */
const OLD_PLACE = Symbol.for('undici.globalDispatcher.1')

const places: object & { readonly [OLD_PLACE]?: Dispatcher } = globalThis

// Each copy of undici puts a dispatcher in place when it is loaded, unless one is there. Nobody chose that one.
const preset: Dispatcher | undefined = unlessChosen(getGlobalDispatcher())
const oldPreset: Dispatcher | undefined = unlessChosen(places[OLD_PLACE])

/** The dispatcher that somebody chose with `setGlobalDispatcher`, of any copy of undici; null: nobody did. */
export function chosenDispatcher(): GlobalDispatcher | null {
  const now = getGlobalDispatcher()
  const old = places[OLD_PLACE]
  if (now === preset && old === oldPreset) return null
  // Newer copies fill both places, older ones the old place alone: what stands there and is no wrapper was chosen last.
  if (old !== undefined && old !== oldPreset && !isWrapper(old)) return old === preset ? null : old
  return now === preset ? null : now
}

function unlessChosen(dispatcher: Dispatcher | undefined): Dispatcher | undefined {
  return dispatcher !== undefined && (isWrapper(dispatcher) || isPlainAgent(dispatcher)) ? dispatcher : undefined
}

/** undici 8 puts the dispatcher into the old place in the form that older copies understand. */
function isWrapper(dispatcher: Dispatcher): boolean {
  return kindOf(dispatcher)?.constructor.name === 'Dispatcher1Wrapper'
}

/** An agent without any option does what heed's own connections do, whoever made it. `compose` gives it another dispatch. */
function isPlainAgent(dispatcher: Dispatcher): boolean {
  const kind = kindOf(dispatcher)
  if (kind?.constructor.name !== 'Agent' || dispatcher.dispatch !== kind.dispatch) return false
  const factory = hidden(dispatcher, 'factory')
  if (typeof factory === 'function' && factory.name !== 'defaultFactory') return false
  return Object.values(hidden(dispatcher, 'options') ?? {}).every(value => value == null || value === Infinity)
}

function kindOf(dispatcher: Dispatcher): Dispatcher | null {
  return Object.getPrototypeOf(dispatcher)
}

/** What an agent keeps under a symbol of its own copy of undici. */
function hidden(dispatcher: Dispatcher, name: string): unknown {
  const symbol = Object.getOwnPropertySymbols(dispatcher).find(each => each.description === name)
  return symbol === undefined ? undefined : Reflect.get(dispatcher, symbol)
}
