/** A reporter for `node --test`: one line of JSON for each test that has ended, those within suites included. */
type Event = {
  readonly type: string
  readonly data: { readonly name: string; readonly details?: { readonly type?: string } }
}

// biome-ignore lint/style/noDefaultExport: node --test loads a reporter by its default export
export default async function* names(events: AsyncIterable<Event>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    const isTest = (type === 'test:pass' || type === 'test:fail') && data.details?.type !== 'suite'
    if (isTest) yield `${JSON.stringify({ name: data.name, passed: type === 'test:pass' })}\n`
  }
}
