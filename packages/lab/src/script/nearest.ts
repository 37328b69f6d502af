/** The name that somebody most likely meant; null: none is near enough to suggest. */
export function nearest(given: string, names: readonly string[]): string | null {
  const ranked = names
    .map(name => ({
      name,
      steps: inOrder(given) === inOrder(name) ? 1 : steps(given.toLowerCase(), name.toLowerCase()),
    }))
    .sort((one, other) => one.steps - other.steps)
  const [best] = ranked
  if (best === undefined) return null
  // Four in ten letters may be wrong, and all of them in another order is one mistake.
  const near = best.steps <= Math.max(1, Math.floor(Math.max(given.length, best.name.length) * 0.4))
  if (near) return best.name
  const begun = given.length >= 4 ? names.find(name => name.toLowerCase().startsWith(given.toLowerCase())) : undefined
  return begun ?? null
}

const inOrder = (text: string): string => [...text.toLowerCase()].sort().join('')

/** How many letters must be put in, taken out or changed to turn one text into the other (Levenshtein). */
function steps(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1]
    for (const [at, wanted] of [...other].entries()) {
      const swapped = (row[at] ?? 0) + (letter === wanted ? 0 : 1)
      next.push(Math.min(swapped, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
