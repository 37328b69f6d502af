/** Two rivals come without types; this is the part of them that the bench uses. */

declare module 'make-fetch-happen' {
  type Fetch = (
    url: string,
    init?: { method: string; body: string; headers: Record<string, string> },
  ) => Promise<{ json(): Promise<unknown> }>
  const happen: { defaults(options: { maxSockets: number; retry: { retries: number; minTimeout: number } }): Fetch }
  export = happen
}

declare module 'superagent' {
  interface Call extends PromiseLike<{ body: unknown }> {
    agent(agent: import('node:http').Agent): Call
    retry(count: number): Call
    send(data: object): Call
  }
  const superagent: { get(url: string): Call; post(url: string): Call }
  export = superagent
}
