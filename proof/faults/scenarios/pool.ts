import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { seededRandom } from '../../../bench/seeded.ts'
import { limits } from '../../../shared/limits.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { exchange, type Wire } from '../stage/client.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld } from '../stage/world.ts'

const writers = 40
/** More than there are connections look at what is locked, and some at what is not. */
const lookers = { locked: 24, free: 8 }
/** Longer than anybody waits for a lock or for a connection, so that all of that happens. */
const heldMs = limits.lockWaitMs + limits.databaseWaitMs + 2_000
/** A request asks for a connection twice, after its place in the line; and a little for what else there is to do. */
const mostWaitMs = limits.admission.usual.waitMs + 2 * limits.databaseHeldMs + 500
const mostRecoveryMs = 5_000

export const pool: Scenario = {
  rows: ['R13'],
  does: 'every connection held: somebody locks a table that every act needs; refusals with a time to come back, then all goes on',
  runs: 5,
  quick: 1,
  async play({ seed, runs, stage: openStage }): Promise<Outcome> {
    const stage = await openStage()
    const random = seededRandom(seed)
    const world = await openWorld(stage.house, writers)
    const server = await stage.start()
    const traffic = startTraffic({ world, where: () => server.port, random, writers })
    const violations: string[] = []
    const tally = { locked: newLook(), free: newLook(), slowestHealthMs: 0, recoveryMs: 0 }
    for (let run = 0; run < runs; run++) {
      await traffic.reach(traffic.acts + 100)
      const holder = new pg.Client(stage.postgres.connection)
      await holder.connect()
      await holder.query('begin; lock table conversations in access exclusive mode')
      const until = performance.now() + heldMs
      const isHeld = () => performance.now() < until
      const [patient] = world.patients
      const as = { method: 'GET', headers: { ...patient?.as }, agent: false } as const
      const list = { ...as, url: `/api/as/${patient?.id}/conversations` }
      const looking = Promise.all([
        ...times(lookers.locked, () => lookWhile(isHeld, server.port, list, tally.locked)),
        ...times(lookers.free, () => lookWhile(isHeld, server.port, { ...as, url: '/api/account' }, tally.free)),
      ])
      while (performance.now() < until) {
        const startedAt = performance.now()
        const health = await exchange(server.port, { method: 'GET', url: '/healthz', headers: {}, agent: false })
        tally.slowestHealthMs = Math.max(tally.slowestHealthMs, performance.now() - startedAt)
        violations.push(...(health.status === 200 ? [] : [`/healthz says ${health.status} while connections are held`]))
        await sleep(100)
      }
      violations.push(...(await looking).flat())
      await holder.end()
      const [freedAt, before] = [performance.now(), traffic.acts]
      while (traffic.acts < before + writers / 2 && performance.now() - freedAt < 30_000) {
        await sleep(10)
      }
      tally.recoveryMs = Math.max(tally.recoveryMs, performance.now() - freedAt)
    }
    violations.push(...(await traffic.stop()))
    violations.push(
      ...(tally.free.refusals > 0 ? [] : ['nobody was refused: the connections were not held']),
      ...(tally.free.slowestMs <= mostWaitMs
        ? []
        : [`who needed nothing that was locked heard something after ${Math.round(tally.free.slowestMs)} ms`]),
      ...(tally.locked.slowestMs <= mostWaitMs + limits.lockWaitMs
        ? []
        : [`who needed what was locked heard something after ${Math.round(tally.locked.slowestMs)} ms`]),
      ...(tally.slowestHealthMs <= 1_000 ? [] : [`/healthz took ${Math.round(tally.slowestHealthMs)} ms`]),
      ...(tally.recoveryMs <= mostRecoveryMs ? [] : [`${Math.round(tally.recoveryMs)} ms until acts were done again`]),
    )
    await server.stop()
    await stage.drain(3 * 3_600_000)
    violations.push(...(await checkAll(evidenceOf(stage, world))))
    return {
      violations,
      figures: {
        'acknowledged messages': world.ledger.messages.length,
        'refusals with a time to come back': tally.locked.refusals + tally.free.refusals,
        'of them of people who needed nothing that was locked': tally.free.refusals,
        'and answers to these': tally.free.answers,
        'slowest of these, refused or answered, ms': Math.round(tally.free.slowestMs),
        'slowest of those who needed what was locked, ms': Math.round(tally.locked.slowestMs),
        'slowest /healthz, ms': Math.round(tally.slowestHealthMs),
        'until half of the people had gone on, ms': Math.round(tally.recoveryMs),
      },
    }
  },
}

type Look = { refusals: number; answers: number; slowestMs: number }
const newLook = (): Look => ({ refusals: 0, answers: 0, slowestMs: 0 })

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make)
}

/** Somebody who looks again and again: whole, or refused with a time to come back. */
async function lookWhile(isHeld: () => boolean, port: number, wire: Wire, look: Look): Promise<string[]> {
  const violations: string[] = []
  while (isHeld()) {
    const answer = await exchange(port, wire)
    const isRefusal = (answer.status === 503 || answer.status === 429) && answer.retryAfter !== undefined
    if (!isRefusal && answer.status !== 200) {
      violations.push(`${wire.url} was answered ${answer.status} while connections were held`)
    }
    look.refusals += isRefusal ? 1 : 0
    look.answers += answer.status === 200 ? 1 : 0
    look.slowestMs = Math.max(look.slowestMs, answer.ms)
    // A page waits as long as it is told; here it is a moment.
    await sleep(isRefusal ? 50 : 5)
  }
  return violations
}
