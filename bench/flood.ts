import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Bytes before and after the id of a new message, and what it is counted under; `tail` is empty where there is no id. */
export type FloodShot = { label: string; head: string; tail: string }
export type Stream = {
  port: number
  shots: FloodShot[]
  connections: number
  /** Requests a second, sent by the clock whether or not answers have come; without it each connection sends when it may. */
  rate?: number
}
export type FloodCounted = {
  /** Answers with 200 in the time, and how long they took from when they were due. */
  good: number
  p50: number
  p99: number
  asked: number
  statuses: Record<string, number>
  /** Refusals (429, 503) that do not say when to come back. */
  withoutRetryAfter: number
  /** Sent and never answered. */
  unanswered: number
  /** Of those answered with 200. */
  ids: string[]
}
export type Flooded = Record<string, FloodCounted>

/** Several streams of requests at once, from one process of their own; `begun` is called when the connections are open. */
export async function flood(streams: Stream[], seconds: number, begun?: () => Promise<void>): Promise<Flooded> {
  const driver = fork(fileURLToPath(new URL('flood-driver.ts', import.meta.url)), { serialization: 'advanced' })
  driver.send({ streams, seconds })
  await once(driver, 'message')
  await begun?.()
  driver.send('go')
  const [answer] = (await once(driver, 'message')) as [Flooded]
  await once(driver, 'exit')
  return answer
}

/** Refuses everything and does nothing else: what the load costs by itself. */
export async function startRefuser(port: number): Promise<{ pid: number; stop(): void }> {
  const process: ChildProcess = fork(fileURLToPath(new URL('refuse-all.ts', import.meta.url)), [String(port)])
  await once(process, 'message')
  return { pid: process.pid ?? 0, stop: () => void process.kill() }
}

/** Of what a request says, where the id of a new message goes. */
export function floodShot(label: string, bytes: string): FloodShot {
  const [head = '', tail = ''] = bytes.split('%ID%')
  return { label, head, tail }
}
