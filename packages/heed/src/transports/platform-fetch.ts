/** In what a fetch is given: tells a heed below, which may have taken its place, that one above sends again where that is right. */
export const NESTED: unique symbol = Symbol.for('heed.nested')

/** On a fetch that heed made: the one that was the platform's when it was made. */
const BENEATH: unique symbol = Symbol.for('heed.beneath')

type AnyFetch = typeof globalThis.fetch & { readonly [BENEATH]?: typeof globalThis.fetch }

/** What `globalThis.fetch` is just now, so that whoever replaced it is heard; below one of heed's own, the one before it. */
export function platformFetch(): typeof globalThis.fetch {
  let found: AnyFetch = globalThis.fetch
  while (found[BENEATH] !== undefined) found = found[BENEATH]
  return found
}

/** The same function, known as one that heed made: as `globalThis.fetch` it must not ask itself. */
export const aboveTheRest = <Made extends object>(made: Made): Made =>
  Object.defineProperty(made, BENEATH, { value: platformFetch() })
