import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { TestContext } from 'node:test'
import type { ChannelMessages } from '../../src/index.ts'

/** Every channel, once each. */
const NAMES: { readonly [Name in keyof ChannelMessages]: true } = {
  'heed:call:start': true,
  'heed:attempt:start': true,
  'heed:attempt:end': true,
  'heed:wait': true,
  'heed:step': true,
  'heed:call:end': true,
  'heed:origin': true,
}

type Heard = {
  [Name in keyof ChannelMessages]: readonly [name: Name, message: ChannelMessages[Name]]
}[keyof ChannelMessages]

export interface Hearing {
  readonly all: Heard[]
  names(): string[]
  of<Name extends keyof ChannelMessages>(name: Name): ChannelMessages[Name][]
}

/** Listens on the channels until the test ends; without names on all of them. */
export function hearChannels(t: TestContext, ...names: (keyof ChannelMessages)[]): Hearing {
  const all: Heard[] = []
  for (const name of names.length > 0 ? names : Object.keys(NAMES)) {
    const hear = (message: unknown): void => {
      all.push([name, message] as Heard)
    }
    subscribe(name, hear)
    t.after(() => unsubscribe(name, hear))
  }
  return {
    all,
    names: () => all.map(([name]) => name.slice('heed:'.length)),
    of: <Name extends keyof ChannelMessages>(name: Name) =>
      all.flatMap(heard => (heard[0] === name ? [heard[1] as ChannelMessages[Name]] : [])),
  }
}
