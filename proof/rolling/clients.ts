import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededId, seededToken } from '../../bench/seeded.ts'
import { uuidv7 } from '../../server/platform/ids.ts'

/** What people saw: each send is tried again under the same id until it is acknowledged. */
export type Seen = {
  acknowledged: string[]
  /** Tries that were not answered 200: statuses, or codes of a broken connection. */
  failures: Record<string, number>
  latenciesMs: number[]
  /** The longest time in which nobody was answered. */
  longestGapMs: number
  /** Other requests that were answered. */
  others: number
}
/** What somebody asks between two messages; `cookie` where it is somebody else. */
export type Other = { method: string; path: string; body?: object; cookie?: string }
export type OthersOf = (patient: number, turn: number) => Other[]
export type Clients = { stop(): Promise<Seen> }

/** Longer than any change of the primary takes. */
const patienceMs = 90_000

/** Patients who write all the time, one request after the other, each in a conversation of their own. */
export function startClients(port: number, count: number, othersOf: OthersOf = () => []): Clients {
  const agent = new Agent({ keepAlive: true, maxSockets: count })
  const seen: Seen = { acknowledged: [], failures: {}, latenciesMs: [], longestGapMs: 0, others: 0 }
  let isStopping = false
  let answeredAt = performance.now()
  const write = async (patient: number) => {
    for (let turn = 0; !isStopping; turn++) {
      for (const other of othersOf(patient, turn)) {
        const status = await ask(agent, port, { cookie: seededToken(patient), ...other })
        const told = `${other.method} ${other.path.split('/').at(-1)?.split('?')[0]} ${status}`
        if (status === '200') {
          seen.others++
        } else {
          seen.failures[told] = (seen.failures[told] ?? 0) + 1
        }
      }
      const messageId = uuidv7()
      const sentAt = performance.now()
      for (let status = ''; status !== '200';) {
        status = await send(agent, port, patient, messageId)
        const now = performance.now()
        if (status === '200') {
          seen.acknowledged.push(messageId)
          seen.latenciesMs.push(now - sentAt)
          seen.longestGapMs = Math.max(seen.longestGapMs, now - answeredAt)
          answeredAt = now
        } else {
          seen.failures[status] = (seen.failures[status] ?? 0) + 1
          if (performance.now() - sentAt > patienceMs) {
            throw new Error(`nothing is answered any more: ${JSON.stringify(seen.failures)}`)
          }
          await sleep(100)
        }
      }
    }
  }
  const writing = Promise.all(Array.from({ length: count }, (_, patient) => write(patient)))
  writing.catch(() => {})
  return {
    async stop() {
      isStopping = true
      await writing
      agent.destroy()
      return seen
    },
  }
}

function send(agent: Agent, port: number, patient: number, messageId: string): Promise<string> {
  return ask(agent, port, {
    method: 'POST',
    path: `/api/as/${seededId('patient', patient)}/conversations/${seededId('conversation', patient)}/messages`,
    body: { messageId, text: 'A line from somebody who writes through it all.', attachmentIds: [] },
    cookie: seededToken(patient),
  })
}

function ask(agent: Agent, port: number, { method, path, body, cookie }: Other & { cookie: string }): Promise<string> {
  const json = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    ...(json !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) }),
    'x-threadwell': '1',
    origin: `http://localhost:${port}`,
    cookie: `__Host-sid=${cookie}`,
  }
  return new Promise((resolve) => {
    const sent = request({ agent, host: '127.0.0.1', port, path, method, headers, timeout: 30_000 }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve(String(answer.statusCode)))
      answer.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'broken'))
    })
    sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'broken'))
    sent.once('timeout', () => sent.destroy(new Error('no answer')))
    sent.end(json)
  })
}
