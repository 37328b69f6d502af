// Made from table.ts by `npm run docs`: what each code asks for, without the words. One digit stands for a class.
const GROUPS: Readonly<Record<string, readonly number[]>> = {
  'note bodiless': [1],
  use: [2],
  stop: [3, 4, 501, 505, 506, 507, 508, 509, 510, 511, 525, 526, 527, 540, 561, 598, 599],
  'retry fault': [5, 408],
  'stop bodiless': [101],
  'use bodiless': [204, 205],
  'follow post-to-get': [301, 302],
  'follow get': [303],
  'reuse bodiless': [304],
  'follow keep': [307, 308],
  renew: [401, 407],
  repair: [411, 416, 417, 428],
  'retry fault asked': [413],
  'retry fault any once': [421],
  'retry fault any': [425],
  'retry throttle': [429, 529],
}

export const KNOBS: ReadonlyMap<number, string> = new Map(
  Object.entries(GROUPS).flatMap(([words, codes]) => codes.map(code => [code, words] as const)),
)
