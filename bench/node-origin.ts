/** The origin for machines without nginx: the same five paths from node:http. Takes the port as its argument. */
import { createServer } from 'node:http'
import { missingJson, smallJson, tenJson } from './answers.ts'

let flakyCount = 0

const answerFor = (path: string): [number, string] => {
  if (path === '/ten') return [200, tenJson]
  if (path === '/missing') return [404, missingJson]
  if (path === '/flaky') {
    flakyCount += 1
    return flakyCount % 50 === 0 ? [503, missingJson] : [200, smallJson]
  }
  return [200, smallJson]
}

const server = createServer((request, response) => {
  const [status, body] = answerFor(request.url ?? '/')
  request.resume()
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
})
server.keepAliveTimeout = 3_600_000
server.listen(Number(process.argv[2]), '127.0.0.1')
