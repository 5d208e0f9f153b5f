import { Worker } from 'node:worker_threads'
import { limits } from '../../shared/limits.ts'
import { boundedQueue, TooBusyError } from '../platform/crypto/bounded-queue.ts'
import { busy } from '../platform/problems.ts'
import type { ScanJob, Scanned, ThreadSetUp } from './scan-thread.ts'

/** The threads in which segments are looked through: the thread that answers requests never waits for a scan. */
export type Scanner = {
  /** Runs a search of a practice in its turn: so many at once, so many waiting, then 503. */
  inTurn<T>(practiceId: string, search: () => Promise<T>): Promise<T>
  /** One job on the next free thread. Jobs are short, so that searches of several practices take turns. */
  scan(job: ScanJob): Promise<Scanned>
  close(): Promise<void>
}

type Waiting = { job: ScanJob; settle: (scanned: Scanned) => void; fail: (error: Error) => void }
type Thread = { worker: Worker; busyWith: Waiting | null }

export function createScanner(setUp: ThreadSetUp): Scanner {
  const turns = new Map<string, { queue: ReturnType<typeof boundedQueue>; users: number }>()
  const threads: Thread[] = []
  const line: Waiting[] = []

  const giveWork = (): void => {
    while (line.length > 0) {
      const thread = threads.find(({ busyWith }) => busyWith === null) ?? openThread()
      const next = thread === undefined ? undefined : line.shift()
      if (thread === undefined || next === undefined) {
        return
      }
      thread.busyWith = next
      thread.worker.ref()
      // A thread has no origin.
      // oxlint-disable-next-line unicorn/require-post-message-target-origin
      thread.worker.postMessage(next.job)
    }
  }
  const openThread = (): Thread | undefined => {
    if (threads.length >= limits.searchThreads) {
      return undefined
    }
    const worker = new Worker(new URL('scan-thread.ts', import.meta.url), { workerData: setUp })
    const thread: Thread = { worker, busyWith: null }
    const end = (take: (waiting: Waiting) => void): void => {
      const done = thread.busyWith
      thread.busyWith = null
      // Threads without work do not keep a process alive.
      worker.unref()
      if (done !== null) {
        take(done)
      }
      giveWork()
    }
    worker.on('message', (answer: { scanned: Scanned } | { problem: string }) =>
      end(({ settle, fail }) =>
        'scanned' in answer ? settle(answer.scanned) : fail(new Error(`a scan failed: ${answer.problem}`)),
      ),
    )
    // It is gone, with what it had; the next job opens another.
    worker.on('error', (error: Error) => {
      threads.splice(threads.indexOf(thread), 1)
      end(({ fail }) => fail(error))
    })
    threads.push(thread)
    return thread
  }
  return {
    async inTurn(practiceId, search) {
      const limit = { atOnce: limits.searchesAtOnce, waiting: limits.searchesWaiting }
      const turn = turns.get(practiceId) ?? { queue: boundedQueue(limit), users: 0 }
      turns.set(practiceId, turn)
      turn.users++
      try {
        return await turn.queue(search)
      } catch (error) {
        throw error instanceof TooBusyError ? busy(limits.searchRetrySeconds) : error
      } finally {
        turn.users--
        if (turn.users === 0) {
          turns.delete(practiceId)
        }
      }
    },
    scan: (job) =>
      new Promise((settle, fail) => {
        line.push({ job, settle, fail })
        giveWork()
      }),
    async close() {
      const stopped = new Error('the server is stopping')
      const left = [...line.splice(0), ...threads.flatMap(({ busyWith }) => busyWith ?? [])]
      left.forEach(({ fail }) => fail(stopped))
      await Promise.all(threads.splice(0).map(({ worker }) => worker.terminate()))
    },
  }
}
