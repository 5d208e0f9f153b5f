import type { IncomingMessage, ServerResponse } from 'node:http'
import { limits } from '../../../shared/limits.ts'
import { problemDocument } from '../answer-problem.ts'
import { Problem } from '../problems.ts'
import type { Head } from './read-head.ts'

/**
 * "Come back later", as cheap as an answer can be: its bytes were made before, and nothing was parsed, looked up or logged for it.
 * The connection stays, and a short body is let past. A long one would cost more to take than to break off, and a connection that
 * is closed while bytes still come takes the answer away from its reader: the answer goes out whole, and then it is waited a little.
 * 429 and not 503, which a proxy in front of several servers takes to the next one: that has as much to do, and would get it twice.
 */
export function refuse(request: IncomingMessage, response: ServerResponse, head: Head, isExpecting: boolean): void {
  if (response.destroyed) {
    return
  }
  const answers = head.isFrench ? refusals.fr : refusals.en
  const { body, headers } = answers[Math.floor(Math.random() * answers.length)] ?? refusalIn('en', least)
  const isHard = head.bodyBytes > limits.jsonBodyBytes || isExpecting || !response.shouldKeepAlive
  if (head.bodyBytes === 0 || !isHard) {
    response.writeHead(429, headers)
    response.end(body)
    return
  }
  response.writeHead(429, [...headers, 'connection', 'close'])
  response.write(body)
  const end = (): void => {
    clearTimeout(timer)
    response.end()
  }
  const timer = setTimeout(end, limits.refusedBodyMs)
  request.once('close', end)
  request.once('end', end)
  request.resume()
}

const [least, most] = limits.busyRetrySeconds
/** Spread over some seconds, so that those who were refused together do not come back together. */
const refusals = { en: refusalsIn('en'), fr: refusalsIn('fr') }

type Refusal = { body: string; headers: string[] }

function refusalsIn(language: 'en' | 'fr'): Refusal[] {
  return Array.from({ length: most - least + 1 }, (_, at) => refusalIn(language, least + at))
}

/** A text and not bytes, so that head and body leave in one write. */
function refusalIn(language: 'en' | 'fr', seconds: number): Refusal {
  const body = JSON.stringify(problemDocument(new Problem(429, 'busy'), language))
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'retry-after': String(seconds),
  }
  return { body, headers: Object.entries(headers).flat() }
}
