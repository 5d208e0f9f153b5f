import { Worker } from 'node:worker_threads'
import type { StageAddress } from '../stage.ts'
import { listMutants, type Mutant, nameOf } from './mutate.ts'

export type Tried = { mutant: Mutant; name: string; found: string | null }

/** Past this without an answer, a fault never ends: that is a difference. */
const patienceMs = 120_000
/** Modules that were loaded stay in a thread's memory; a new thread begins without them. */
const faultsEach = 100

/** Tries these faults; a thread that does not come back is ended and the next one goes on behind its fault. */
export async function runMutants(
  root: string,
  address: StageAddress,
  wanted: (all: Mutant[]) => Mutant[],
  tell: (line: string) => void,
): Promise<Tried[]> {
  const all = wanted(listMutants(root))
  const tried: Tried[] = []
  while (tried.length < all.length) {
    const rest = all.slice(tried.length, tried.length + faultsEach)
    const end = await inThread(root, address, rest, (found) => {
      const mutant = all[tried.length]
      if (mutant !== undefined) {
        tried.push({ mutant, name: nameOf(mutant), found })
      }
      if (tried.length % 50 === 0) {
        tell(`${tried.length} of ${all.length} faults, ${tried.filter((one) => one.found === null).length} not told`)
      }
    })
    const stuck = all[tried.length]
    if (end !== null && stuck !== undefined) {
      tried.push({ mutant: stuck, name: nameOf(stuck), found: end })
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
    const watch = setTimeout(() => end('it never ends'), patienceMs)
    const end = (why: string | null) => {
      clearTimeout(watch)
      void worker.terminate()
      if (isReady || why === null) {
        resolve(why)
      } else {
        reject(new Error(`the thread did not begin: ${why}`))
      }
    }
    worker.on('message', (message: { isReady: true } | { number: number; found: string | null }) => {
      watch.refresh()
      if ('isReady' in message) {
        isReady = true
        return
      }
      heard(message.found)
    })
    worker.on('error', (error) => end(String(error)))
    worker.on('exit', () => end(null))
  })
}
