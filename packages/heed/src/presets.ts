import type { Fetch } from './fetch/create-fetch.ts'

/**
 * What SDKs have to be told beside `fetch`, so that they do not send again what heed has sent again already: three attempts of
 * theirs times three of heed's are nine requests to a server in trouble. Spread one into the options of the SDK:
 *
 *   new OpenAI({ apiKey, ...presets.stainless(createFetch({ replayable: true })) })
 *
 * openapi-fetch, tRPC, hono/client and graphql-request send once by themselves: give them `fetch` alone.
 */
export const presets: Presets = Object.freeze<Presets>({
  stainless: fetch => ({ fetch, maxRetries: 0 }),
  octokit: fetch => ({ request: { fetch, retries: 0 }, retry: { enabled: false }, throttle: { enabled: false } }),
  ky: fetch => ({ fetch, retry: 0, timeout: false }),
  ofetch: fetch => ({ fetch, defaults: { retry: false } }),
})

export interface Presets {
  /** openai, @anthropic-ai/sdk and all other SDKs that Stainless makes. */
  stainless(fetch: Fetch): StainlessPreset
  /** @octokit/core, and octokit with its plugins for retries and throttling, which heed makes needless. */
  octokit(fetch: Fetch): OctokitPreset
  /** ky: its own retries and its own limit of time off. */
  ky(fetch: Fetch): KyPreset
  /** ofetch and Nuxt's $fetch: pass it to `createFetch` of ofetch. */
  ofetch(fetch: Fetch): OfetchPreset
}

export interface StainlessPreset {
  readonly fetch: Fetch
  readonly maxRetries: 0
}

export interface OctokitPreset {
  readonly request: { readonly fetch: Fetch; readonly retries: 0 }
  readonly retry: { readonly enabled: false }
  readonly throttle: { readonly enabled: false }
}

export interface KyPreset {
  readonly fetch: Fetch
  readonly retry: 0
  readonly timeout: false
}

export interface OfetchPreset {
  readonly fetch: Fetch
  readonly defaults: { readonly retry: false }
}
