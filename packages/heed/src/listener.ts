/** Tells a listener of the caller's. It has no say: as for listeners of events, its error goes where uncaught ones go. */
export function tell<News>(listener: ((news: News) => void) | null, news: News): void {
  try {
    listener?.(news)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
