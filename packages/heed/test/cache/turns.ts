import fc from 'fast-check'

/** How one answer of the server goes. What is wrong in it is wrong as servers are, not a lie that nobody could see through. */
export interface Turn {
  readonly how: (typeof HOWS)[number]
  readonly control: readonly string[]
  readonly ageSeconds: number | null
  readonly dateSeconds: number | 'none' | 'unreadable'
  readonly expiresSeconds: number | 'none' | 'unreadable'
  readonly tag: 'strong' | 'weak' | 'none'
  readonly modified: boolean
  /** A 304 without validators. */
  readonly bare: boolean
  /** Somebody else has changed the content before this answer. */
  readonly changed: boolean
  readonly moved: 301 | 302 | 308
  /** Where a redirect leads, and what a change names as changed too. */
  readonly to: string
  readonly headMs: number
  readonly bodyMs: number
  readonly pauseSeconds: number | null
}

const HOWS = [
  ...(Array(50).fill('right') as 'right'[]),
  ...[
    'missing',
    'gone',
    'broken',
    'broken',
    'broken',
    'busy',
    'busy',
    'slow down',
    'fault',
    'fault',
    'processed fault',
    'break',
    'break',
  ],
  ...[
    'strange 304',
    'unasked 206',
    'short 206',
    'other 206',
    'bare 206',
    'endless 206',
    'no range 416',
    'broken off 404',
  ],
] as const

const CONTROLS = [
  ...['max-age=10', 'max-age=10', 'max-age=100', 'max-age=0', 'stale-while-revalidate=30', 'stale-if-error=30'],
  ...['no-store', 'no-cache', 'must-revalidate', 'immutable', 'private', 'public', 's-maxage=1'],
]
const USUAL = [
  ...[['max-age=10'], ['max-age=100'], ['max-age=100'], ['max-age=10', 'stale-while-revalidate=30']],
  ...[['max-age=10', 'stale-if-error=30'], ['max-age=10', 'stale-if-error=30'], []],
]
const nameOf = (directive: string): string => directive.split('=')[0] as string

const turnsOf = (hows: readonly Turn['how'][]): fc.Arbitrary<Turn[]> =>
  fc.array(
    fc.record({
      how: fc.constantFrom(...hows),
      control: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...USUAL) },
        { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...CONTROLS), { maxLength: 3, selector: nameOf }) },
      ),
      ageSeconds: fc.constantFrom(...(Array(9).fill(null) as null[]), 0, 5, 50),
      dateSeconds: fc.constantFrom(...(Array(12).fill(0) as number[]), -20, 20, 'none' as const, 'unreadable' as const),
      expiresSeconds: fc.constantFrom('none' as const, 'none' as const, 'none' as const, 30, -5, 'unreadable' as const),
      tag: fc.constantFrom(...(Array(6).fill('strong') as 'strong'[]), 'weak', 'none'),
      modified: fc.boolean(),
      bare: fc.constantFrom(false, false, false, true),
      changed: fc.constantFrom(false, false, false, false, true),
      moved: fc.constantFrom(301, 302, 308),
      to: fc.constantFrom('/a', '/b', '/v'),
      headMs: fc.constantFrom(1, 1, 1, 20, 400),
      bodyMs: fc.constantFrom(1, 1, 30, 600),
      pauseSeconds: fc.constantFrom(null, null, 0, 1),
    }),
    { minLength: 1, maxLength: 25, size: 'max' },
  )

export const turns: fc.Arbitrary<Turn[]> = turnsOf(HOWS)

/** The same with more of what goes wrong where a content comes in parts. */
export const turnsOfParts: fc.Arbitrary<Turn[]> = turnsOf([
  ...(Array(10).fill('right') as 'right'[]),
  ...([
    'short 206',
    'other 206',
    'bare 206',
    'endless 206',
    'no range 416',
    'strange 304',
    'slow down',
    'break',
  ] as const),
])
