import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const found = PLACES.find(path => path !== undefined && existsSync(path))

/** Why tests with a browser are skipped; false: they are not. */
export const noChromium: string | false =
  found === undefined
    ? 'There is no Chromium. Install it with: apt-get install chromium, or name it in the variable CHROMIUM.'
    : false

export const openChromium = (): Promise<Browser> =>
  chromium.launch({ ...(found === undefined ? {} : { executablePath: found }), args: ['--no-sandbox'] })
