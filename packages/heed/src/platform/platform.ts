import type { ConnectionOptions } from '../options/options.ts'
import type { Alarms, Clock, Transport } from '../ports.ts'

/** What differs between the platforms that heed is built for: `#platform` in the imports of package.json picks one. */
export interface Platform {
  /**
   * Carries the requests of a client that was given no transport.
   * @throws {OptionError} an option that cannot be had on this platform
   */
  transport(options: Pick<ConnectionOptions, 'connectMs' | 'dispatcher'>, clock: Clock): Transport
  alarms(clock: Clock): Alarms
  /** Fields that heed sends unasked. */
  readonly fields: Readonly<Record<string, string>>
}
