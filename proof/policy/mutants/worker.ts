// Tries faults one after another in a thread of its own: one that never ends is ended with the thread.
import assert from 'node:assert/strict'
import { parentPort, workerData } from 'node:worker_threads'
import { mutantStates, states } from '../grid.ts'
import { openGround } from '../ground.ts'
import { joinStage, type StageAddress } from '../stage.ts'
import { plantOnLoad } from './loader.ts'
import { listMutants } from './mutate.ts'
import { tryMutant } from './try-mutant.ts'

const { root, address, numbers } = workerData as { root: string; address: StageAddress; numbers: number[] }
const port = parentPort
assert(port !== null, 'this runs in a thread')
// What a fault leaves behind when its first difference ends the check.
process.on('unhandledRejection', () => {})
const mutants = listMutants(root)
plantOnLoad(root, mutants)
let saidAt = performance.now()
const stage = await joinStage(address)
const ground = await openGround(stage, someStates(), true)
port.postMessage({ isReady: true })
for (const number of numbers) {
  const mutant = mutants[number]
  assert(mutant !== undefined, 'the list of faults is the same in both threads')
  port.postMessage({ number, found: await tryMutant(ground, mutant, sayThatItGoesOn) })
}
await stage.close()

/** Heard also while this thread does nothing else: a fault that never ends is one of which nothing is heard any more. */
function sayThatItGoesOn() {
  const at = performance.now()
  if (at - saidAt > 1_000) {
    saidAt = at
    port?.postMessage({ goesOn: true })
  }
}

/** The pure decisions are asked of every state; the doors, of these. */
function someStates() {
  return states.filter((_, index) => index % mutantStates === 0)
}
