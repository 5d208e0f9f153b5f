import { Worker } from 'node:worker_threads'
import type { StageAddress } from '../stage.ts'
import { type Mutant, nameOf } from './mutate.ts'

export type Tried = { mutant: Mutant; name: string; found: string | null }

/** Past this without a word, a fault never ends: that is a difference. */
const patienceMs = 30_000
const beginsWithinMs = 240_000
/** Modules that were loaded stay in a thread's memory; a new thread begins without them. */
const faultsEach = 100

/** Tries these faults; a thread that does not come back is ended and the next one goes on behind its fault. */
export async function runMutants(
  root: string,
  address: StageAddress,
  all: Mutant[],
  heard: (one: Tried, count: number) => void,
): Promise<Tried[]> {
  const tried: Tried[] = []
  const add = (mutant: Mutant, found: string | null) => {
    const one = { mutant, name: nameOf(mutant), found }
    heard(one, tried.push(one))
  }
  while (tried.length < all.length) {
    const rest = all.slice(tried.length, tried.length + faultsEach)
    const end = await inThread(root, address, rest, (found) => {
      const mutant = all[tried.length]
      if (mutant !== undefined) {
        add(mutant, found)
      }
    })
    const stuck = all[tried.length]
    if (end !== null && stuck !== undefined) {
      add(stuck, end)
    }
  }
  return tried
}

function inThread(
  root: string,
  address: StageAddress,
  mutants: Mutant[],
  heard: (found: string | null) => void,
): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const workerData = { root, address, numbers: mutants.map(({ number }) => number) }
    const worker = new Worker(new URL('worker.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 1_024 },
    })
    let isReady = false
    let watch = setTimeout(() => end('it never ends'), beginsWithinMs)
    const end = (why: string | null) => {
      clearTimeout(watch)
      void worker.terminate()
      if (isReady || why === null) {
        resolve(why)
      } else {
        reject(new Error(`the thread did not begin: ${why}`))
      }
    }
    worker.on('message', (message: { isReady: true } | { goesOn: true } | { number: number; found: string | null }) => {
      watch.refresh()
      if ('isReady' in message) {
        isReady = true
        clearTimeout(watch)
        watch = setTimeout(() => end('it never ends'), patienceMs)
        return
      }
      if ('number' in message) {
        heard(message.found)
      }
    })
    worker.on('error', (error) => end(String(error)))
    worker.on('exit', () => end(null))
  })
}
