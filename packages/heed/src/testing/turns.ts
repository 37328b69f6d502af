const TURNS = 5

/** Lets what was called go on: a promise that is passed on through a few others is kept by then. */
export async function turns(): Promise<void> {
  for (let n = 0; n < TURNS; n++) await Promise.resolve()
}
