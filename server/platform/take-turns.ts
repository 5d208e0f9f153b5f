import { setImmediate as nextTurn } from 'node:timers/promises'
import { limits } from '../../shared/limits.ts'

/** For long work in one thread: called between two pieces of it, it lets whoever waits come first, once a turn has been long enough. */
export function takeTurns(): () => Promise<void> {
  let beganMs = performance.now()
  return async () => {
    if (performance.now() - beganMs > limits.turnMs) {
      await nextTurn()
      beganMs = performance.now()
    }
  }
}
