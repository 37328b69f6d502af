import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { Api, Asked } from './api-server.ts'

const BODILESS = new Set(['GET', 'HEAD'])

function requestOf({ method, path, headers, body }: Asked): Request {
  const fields = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  const content = BODILESS.has(method) ? null : new Uint8Array(body)
  return new Request(`http://api.test${path}`, { method, headers: fields, body: content })
}

function answer(response: ServerResponse, web: Response): void {
  response.writeHead(web.status, Object.fromEntries(web.headers))
  if (web.body === null) response.end()
  else Readable.fromWeb(web.body).pipe(response)
}

/** An API written as a function from Request to Response, as servers for many runtimes are. */
export const fromWeb =
  (handle: (request: Request) => Response | Promise<Response>): Api =>
  async (asked, response) => {
    if (asked.path.startsWith('/never')) return
    answer(response, await handle(requestOf(asked)))
  }
