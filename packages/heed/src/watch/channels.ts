import type { AttemptStart, AttemptWatch, CallStart, CallWatch, ChannelMessages, OriginNews, Watch } from '../watch.ts'

interface Channel<Message> {
  readonly hasSubscribers: boolean
  publish(message: Message): void
}

type Channels = { readonly [Name in keyof ChannelMessages]: Channel<ChannelMessages[Name]> }

/** Publishes what happens on the channels of `node:diagnostics_channel`. */
class ChannelWatch implements Watch {
  readonly #channels: Channels

  constructor(channels: Channels) {
    this.#channels = channels
  }

  /** While nobody listens this is all that a call pays. */
  isOn(): boolean {
    const channels = this.#channels
    return (
      channels['heed:call:start'].hasSubscribers ||
      channels['heed:call:end'].hasSubscribers ||
      channels['heed:attempt:start'].hasSubscribers ||
      channels['heed:attempt:end'].hasSubscribers ||
      channels['heed:wait'].hasSubscribers ||
      channels['heed:step'].hasSubscribers ||
      channels['heed:origin'].hasSubscribers
    )
  }

  call(start: CallStart): CallWatch {
    const channels = this.#channels
    channels['heed:call:start'].publish(start)
    return {
      attempt: attempt => publishAttempt(channels, attempt),
      step({ call, entry }) {
        if (entry.what === 'wait') channels['heed:wait'].publish({ call, entry })
        else channels['heed:step'].publish({ call, entry })
      },
      end: end => channels['heed:call:end'].publish(end),
    }
  }

  origin(news: OriginNews): void {
    this.#channels['heed:origin'].publish(news)
  }
}

function publishAttempt(channels: Channels, start: AttemptStart): AttemptWatch {
  channels['heed:attempt:start'].publish(start)
  return { end: end => channels['heed:attempt:end'].publish(end) }
}

/** Asked of the process, so that nothing of Node is imported where there is none. */
const channelOf = (globalThis.process as NodeJS.Process | undefined)?.getBuiltinModule?.(
  'node:diagnostics_channel',
)?.channel

/** One for the whole process, whose channels it holds; null: there are no channels on this platform. */
export const channelWatch: Watch | null =
  channelOf === undefined
    ? null
    : new ChannelWatch({
        'heed:call:start': channelOf('heed:call:start'),
        'heed:attempt:start': channelOf('heed:attempt:start'),
        'heed:attempt:end': channelOf('heed:attempt:end'),
        'heed:wait': channelOf('heed:wait'),
        'heed:step': channelOf('heed:step'),
        'heed:call:end': channelOf('heed:call:end'),
        'heed:origin': channelOf('heed:origin'),
      })
