// How long a server leaves somebody waiting who asks for next to nothing: asked for without a pause, in a thread of its own,
// which what the harness itself does cannot hold up.
import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker, isMainThread, workerData } from 'node:worker_threads'

const pauseMs = 4

export type LoopProbe = {
  /** The longest wait while `work` was under way. */
  during(work: () => Promise<unknown>): Promise<number>
  close(): Promise<void>
}

export function openLoopProbe(port: number): LoopProbe {
  const longestMs = new Int32Array(new SharedArrayBuffer(4))
  const thread = new Worker(new URL(import.meta.url), { workerData: { port, longestMs } })
  return {
    async during(work) {
      // What was asked for before has been answered.
      await sleep(50)
      Atomics.store(longestMs, 0, 0)
      await work()
      await sleep(50)
      return Atomics.load(longestMs, 0)
    },
    close: async () => void (await thread.terminate()),
  }
}

if (!isMainThread) {
  const { port, longestMs } = workerData as { port: number; longestMs: Int32Array }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (;;) {
    const startedAt = performance.now()
    await new Promise<void>((resolve, reject) => {
      get({ host: '127.0.0.1', port, path: '/healthz', agent }, (answer) => {
        answer.resume().once('end', resolve)
      }).once('error', reject)
    })
    const ms = Math.round(performance.now() - startedAt)
    Atomics.store(longestMs, 0, Math.max(ms, Atomics.load(longestMs, 0)))
    await sleep(pauseMs)
  }
}
