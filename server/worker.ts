import { setTimeout as wait } from 'node:timers/promises'
import { enterSystem } from './access/enter-system.ts'
import type { Way } from './access/enter.ts'
import { everyPractice, type Sweep, type Turn } from './access/sweep.ts'
import type { Logger } from './platform/log.ts'

export type Worker = {
  /** Ends when what is under way has ended; no sweep begins after this. */
  stop(): Promise<void>
  /** Runs every sweep once, or the one of this name, and waits for it: as the clock would, without waiting for the clock. */
  runOnce(name?: string): Promise<void>
}

/** Runs each sweep of the schedule again and again: when its time has come, and at once where something changed. */
export function startWorker(way: Way, schedule: readonly Sweep[], log: Logger): Worker {
  const stopping = new AbortController()
  const runners = schedule.map((sweep) => createRunner(way, sweep, log, stopping.signal))
  const followers = runners.filter(({ sweep }) => 'visit' in sweep && sweep.followsChanges === true)
  const unsubscribe = way.house.live.subscribeAll({
    hear: ({ hint }) => followers.forEach((runner) => void runner.visit(hint.practiceId)),
    // Hints were missed: a change may be anywhere.
    reset: () => followers.forEach((runner) => void runner.run()),
  })
  const clocks = runners.map((runner) => repeat(runner, stopping.signal))
  return {
    async stop() {
      unsubscribe()
      stopping.abort()
      await Promise.all(clocks)
      await Promise.all(runners.map((runner) => runner.idle()))
    },
    async runOnce(name) {
      const wanted = runners.filter(({ sweep }) => name === undefined || sweep.name === name)
      if (wanted.length === 0) {
        throw new Error(`no sweep is called ${name}`)
      }
      await Promise.all(wanted.map((runner) => runner.run()))
    },
  }
}

type Runner = { sweep: Sweep; run(): Promise<void>; visit(practiceId: string): Promise<void>; idle(): Promise<void> }

async function repeat(runner: Runner, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await runner.run()
    await wait(runner.sweep.everySeconds * 1000, undefined, { signal }).catch(() => {})
  }
}

/** A sweep and its line: what is asked for while it runs waits its turn, and what is asked for twice is done once. */
function createRunner(way: Way, sweep: Sweep, log: Logger, signal: AbortSignal): Runner {
  const changed = new Set<string>()
  let line = Promise.resolve()
  let waitingRun: Promise<void> | undefined
  const inLine = (work: () => Promise<void>): Promise<void> => {
    line = line.then(work).catch((err: unknown) => log.error({ sweep: sweep.name, err }, 'a sweep failed'))
    return line
  }
  const visit = async (practiceId: string): Promise<void> => {
    if (signal.aborted || !('visit' in sweep)) {
      return
    }
    await sweep
      .visit(turnIn(way, practiceId, signal, log))
      .catch((err: unknown) => log.error({ sweep: sweep.name, practiceId, err }, 'a sweep failed in one practice'))
  }
  const everywhere = async (): Promise<void> => {
    waitingRun = undefined
    if (signal.aborted) {
      return
    }
    if (!('visit' in sweep)) {
      await sweep.run(way)
      return
    }
    for (const practiceId of await (sweep.where ?? everyPractice)(way)) {
      await visit(practiceId)
    }
  }
  return {
    sweep,
    run: () => (waitingRun ??= inLine(everywhere)),
    visit: (practiceId) => {
      if (changed.has(practiceId)) {
        return line
      }
      changed.add(practiceId)
      return inLine(() => {
        // From here on another change is news again.
        changed.delete(practiceId)
        return visit(practiceId)
      })
    },
    idle: () => line,
  }
}

function turnIn(way: Way, practiceId: string, signal: AbortSignal, log: Logger): Turn {
  return { practiceId, signal, log, inPractice: (work) => enterSystem(way, practiceId, work) }
}
