/** As ReadableStream.from, which browsers lack: the next piece is asked for when there is room. */
export function streamOf(body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const steps = body[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      pull: controller =>
        steps.next().then(step => {
          if (step.done === true) controller.close()
          else controller.enqueue(step.value as Uint8Array<ArrayBuffer>)
        }),
      cancel: () => steps.return?.().then(() => undefined),
    },
    { highWaterMark: 0 },
  )
}
