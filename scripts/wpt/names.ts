/** The names that the suite's addresses have. They exist in the processes of a measurement alone: each leads to loopback. */

export const HOST = 'web-platform.test'
export const OTHER_HOST = 'not-web-platform.test'

/** What every name that leads somewhere ends with; the suite also asks for one that does not. */
export const isServed = (name: string): boolean =>
  new RegExp(`^((?!nonexistent\\.)[\\w-]+\\.)?(${HOST}|${OTHER_HOST})\\.?$`).test(name) ||
  name === 'localhost' ||
  name === '127.0.0.1'

/** What the certificate is for. */
export const CERTIFIED: readonly string[] = [HOST, OTHER_HOST].flatMap(name => [name, `*.${name}`])
