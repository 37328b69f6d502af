import { Transform } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'

// Everything a terminal would obey but line breaks and tabs.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
const OBEYED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Text from a server, in any number of lines, as a terminal may have it. */
export const forTerminal = (text: string): string => text.replace(/\r\n/g, '\n').replace(OBEYED, '\ufffd')

/**
 * A body on its way to a terminal: text without what a terminal would obey, with a line break at its end; of anything
 * binary only that it is there.
 */
export function terminalBody(): Transform {
  const decoder = new StringDecoder('utf8')
  let state: 'empty' | 'text' | 'binary' = 'empty'
  let last = ''
  let carriage = ''
  const shown = (text: string): string => {
    const whole = carriage + text
    carriage = whole.endsWith('\r') ? '\r' : ''
    const safe = forTerminal(carriage === '' ? whole : whole.slice(0, -1))
    last = safe === '' ? last : safe.slice(-1)
    return safe
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (state === 'empty') state = chunk.includes(0) ? 'binary' : 'text'
      done(null, state === 'text' ? shown(decoder.write(chunk)) : undefined)
    },
    flush(done) {
      if (state === 'binary') return done(null, '(binary: write it to a file with -o, or pipe it)\n')
      const rest = state === 'text' ? shown(decoder.end()) : ''
      const end = state === 'text' && last !== '\n' ? '\n' : ''
      done(null, rest + end === '' ? undefined : rest + end)
    },
  })
}
