// A client as a phone is one: it asks, waits so long, and when no answer comes asks again with the same key.
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Endpoint, WireInputOf, WireResultOf } from '../../../shared/endpoint.ts'
import { requestOf } from '../../../server/testing/request-of.ts'

export type Caller = { id?: string; as: Record<string, string> }
export type Answer<T = unknown> = {
  status: number
  body: T
  text: string
  bytes: Buffer
  /** As the server names the request in its log and in the audit log. */
  requestId: string
  retryAfter: string | undefined
  ms: number
}
/** No whole answer came: nobody knows whether the act was done. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError'
}

type Loose<T> = Omit<T, 'membershipId'>
export type Wire = {
  method: string
  url: string
  headers: Record<string, string>
  payload?: string | Buffer
  timeoutMs?: number
  agent?: Agent | false
}

const agent = new Agent({ keepAlive: true, maxSockets: 64, keepAliveMsecs: 1_000 })
export const patienceMs = 20_000

/** One call, once. */
export async function ask<E extends Endpoint>(
  port: number,
  caller: Caller,
  endpoint: E,
  input: Loose<WireInputOf<E>>,
  options: { timeoutMs?: number; agent?: Agent | false } = {},
): Promise<Answer<WireResultOf<E>>> {
  const wire = requestOf(endpoint, caller, input as Record<string, unknown>)
  return (await exchange(port, { ...wire, ...options })) as Answer<WireResultOf<E>>
}

/** One request as it is; rejects with NoAnswerError when the answer does not come whole. */
export function exchange(port: number, wire: Wire): Promise<Answer> {
  const startedAt = performance.now()
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new NoAnswerError(why))
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method: wire.method,
        path: wire.url,
        agent: wire.agent ?? agent,
        headers: {
          ...wire.headers,
          ...(wire.payload !== undefined && { 'content-length': Buffer.byteLength(wire.payload) }),
        },
        signal: AbortSignal.timeout(wire.timeoutMs ?? patienceMs),
      },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', (error) => fail(error.message))
        incoming.on('close', () => incoming.complete || fail('the answer was cut'))
        incoming.on('end', () => {
          if (!incoming.complete) {
            return
          }
          const bytes = Buffer.concat(chunks)
          const text = bytes.toString('utf8')
          resolve({
            status: incoming.statusCode ?? 0,
            body: parse(text),
            text,
            bytes,
            requestId: String(incoming.headers['x-request-id'] ?? ''),
            retryAfter: incoming.headers['retry-after'],
            ms: performance.now() - startedAt,
          })
        })
      },
    )
    outgoing.on('error', (error) => fail(error.message))
    outgoing.end(wire.payload)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export type Insisted<T> = Answer<T> & { tries: number; requestIds: string[] }

/**
 * The same call again and again, to whichever port `where` names, until an answer says that it was done or never will be.
 * 429 and 5xx say "later". Throws when `giveUpMs` have passed.
 */
export async function insist<T>(
  once: (port: number) => Promise<Answer<T>>,
  where: () => number,
  options: { giveUpMs?: number; pauseMs?: number } = {},
): Promise<Insisted<T>> {
  const { giveUpMs = 60_000, pauseMs = 40 } = options
  const startedAt = performance.now()
  let last = 'nothing'
  for (let tries = 1; performance.now() - startedAt < giveUpMs; tries++) {
    const answer = await once(where()).catch((error: unknown) => {
      if (!(error instanceof NoAnswerError)) {
        throw error
      }
      last = error.message
      return null
    })
    if (answer !== null && answer.status < 500 && answer.status !== 429) {
      return { ...answer, tries, requestIds: [answer.requestId] }
    }
    last = answer === null ? last : `${answer.status} ${answer.text.slice(0, 300)}`
    await sleep(pauseMs)
  }
  throw new Error(`no answer for ${Math.round(giveUpMs / 1000)} s; the last was: ${last}`)
}
