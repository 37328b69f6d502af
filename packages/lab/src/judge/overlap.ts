/** From when to when something was there; null: it still is. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number | null
}

/** How many of these were there at one time, at most. One that ends in the instant when another begins does not meet it. */
export function mostAtOnce(spans: readonly Span[]): number {
  // The number only rises when one begins, so those are the moments to count at.
  const meeting = (one: Span): number =>
    spans.filter(
      other => other === one || (other.fromMs <= one.fromMs && (other.toMs ?? Number.POSITIVE_INFINITY) > one.fromMs),
    ).length
  return Math.max(0, ...spans.map(meeting))
}
