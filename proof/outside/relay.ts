// Stands between a tester and the server: whatever a request wrote is put back before the next, ids that must be new are new, and
// every request comes from another network. Without it a tester's second request would be refused as a copy of the first, and all
// the others as guessing. It counts how the server answered.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { uuidv7 } from '../../server/platform/ids.ts'
import type { Heard, Sent } from '../canary/http.ts'

/** `broke`: the requests that the server answered with its own failure. */
export type Counts = { asked: number; answered: number; broke: string[]; busy: number }
export type Relay = { url: string; counts: Counts; close(): Promise<void> }
export type Beyond = { send(sent: Sent): Promise<Heard>; restore(): Promise<void> }

export async function openRelay(beyond: Beyond, made: string[]): Promise<Relay> {
  const counts: Counts = { asked: 0, answered: 0, broke: [], busy: 0 }
  let before: Promise<unknown> = Promise.resolve()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      const { status, headers, body } = await passOn(beyond, made, request, counts)
      response.writeHead(status, ofTheMessage(headers))
      response.end(body)
    } catch (error) {
      if (error instanceof TypeError && 'code' in error) {
        // What the tester wrote is no request at all: it hears so, as it would from the server.
        response.writeHead(400).end()
        return
      }
      if (request.complete) {
        counts.broke.push(`${request.method} ${request.url}: ${String(error)}`)
      }
      response.writeHead(502).end()
    }
  }
  const server = createServer((request, response) => {
    before = before.then(() => answer(request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function passOn(beyond: Beyond, made: string[], request: IncomingMessage, counts: Counts): Promise<Heard> {
  const anew = new Map(made.map((id) => [id, uuidv7()]))
  const renewed = (words: string) => [...anew].reduce((all, [id, other]) => all.replaceAll(id, other), words)
  const { method = 'GET', url = '/', headers } = request
  const body = await text(request)
  counts.asked++
  const heard = await beyond.send({
    method,
    path: renewed(url),
    headers: {
      ...(ofTheMessage(headers) as Record<string, string>),
      'x-forwarded-for': `10.${(counts.asked >> 16) & 255}.${(counts.asked >> 8) & 255}.${counts.asked & 255}`,
    },
    ...(body !== '' && { body: renewed(body) }),
  })
  // What a member is refused has written nothing; a wrong guess is counted.
  if (method !== 'GET' && (heard.status < 300 || !url.startsWith('/api/as/'))) {
    await beyond.restore()
  }
  counts.answered += heard.status < 300 ? 1 : 0
  if (heard.status >= 500 && heard.status !== 503) {
    counts.broke.push(`${method} ${url} ${body}`)
  }
  counts.busy += heard.status === 429 || heard.status === 503 ? 1 : 0
  return heard
}

/** Without what says something of one connection alone. */
function ofTheMessage<T>(headers: Record<string, T>): Record<string, T> {
  const ofOne = ['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'accept-encoding']
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofOne.includes(name)))
}
