import { FIELD_KNOB, KNOBS } from './table.ts'

/** A knob as it is shown to people. */
export interface ShownKnob {
  readonly name: string
  readonly about: string
  readonly takes: string
  /** `delay=300` */
  readonly example: string
}

/** All knobs in the order of the table. */
export const shownKnobs: readonly ShownKnob[] = [
  ...Object.entries(KNOBS).map(([name, { about, takes, example }]) => ({
    name,
    about,
    takes,
    example: `${name}=${encodeURI(example)}`,
  })),
  { name: 'h-<name>', about: FIELD_KNOB.about, takes: FIELD_KNOB.takes, example: `h-x-name=${FIELD_KNOB.example}` },
]

/** The head and the rows of the table of knobs, for documents. */
export const knobTable: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } = {
  head: ['Knob', 'What it does', 'Takes', 'Example'],
  rows: shownKnobs.map(({ name, about, takes, example }) => [`\`${name}\``, about, takes, `\`?${example}\``]),
}
