import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A request as bytes, in which every `%ID%` becomes a new UUIDv7 each time it is sent. */
export type Shot = string

export type Drive = {
  port: number
  connections: number
  seconds: number
  /** Ends earlier, after so many requests. */
  most?: number
  /** Requests a second, sent by the clock whether or not the answers have come; without it each connection sends when it may. */
  rate?: number
}
export type Driven = {
  perSecond: number
  /** Milliseconds from when a request was due to its whole answer. */
  p50: number
  p95: number
  p99: number
  answers: Record<string, number>
  /** How many shots were used: the next drive may go on from there. */
  used: number
}

/** Sends requests from a process of its own, one after the other through the list. */
export async function drive(shots: Shot[], how: Drive): Promise<Driven> {
  const driver = fork(fileURLToPath(new URL('driver.ts', import.meta.url)), { serialization: 'advanced' })
  driver.send({ shots, how })
  const [answer] = (await once(driver, 'message')) as [Driven]
  await once(driver, 'exit')
  return answer
}

/** The bytes of one request of our own page. */
export function shot(port: number, request: { method: string; path: string; token: string; body?: unknown }): Shot {
  const body = request.body === undefined ? '' : JSON.stringify(request.body)
  return [
    `${request.method} ${request.path} HTTP/1.1`,
    `host: localhost:${port}`,
    `origin: http://localhost:${port}`,
    'x-threadwell: 1',
    'accept-language: en-CA,en;q=0.9',
    'user-agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    `cookie: __Host-sid=${request.token}`,
    ...(request.body === undefined
      ? []
      : ['content-type: application/json', `content-length: ${Buffer.byteLength(body.replaceAll('%ID%', sampleId))}`]),
    '',
    body,
  ].join('\r\n')
}

const sampleId = '018f0000-0000-7000-8000-000000000000'
