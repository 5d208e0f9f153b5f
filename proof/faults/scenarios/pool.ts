import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { seededRandom } from '../../../bench/seeded.ts'
import { limits } from '../../../shared/limits.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { exchange } from '../stage/client.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

const writers = 40
/** Longer than anybody waits for a lock or for a connection, so that all of that happens. */
const heldMs = limits.lockWaitMs + limits.databaseWaitMs + 2_000
/** A request asks for a connection twice, and then for the lock; and a second for what else there is to do. */
const mostWaitMs = 2 * limits.databaseWaitMs + limits.lockWaitMs + 1_000
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
    const tally = { refusals: 0, slowestRefusalMs: 0, slowestHealthMs: 0, recoveryMs: 0 }
    for (let run = 0; run < runs; run++) {
      await traffic.reach(traffic.acts + 100)
      const holder = new pg.Client(stage.postgres.connection)
      await holder.connect()
      await holder.query('begin; lock table conversations in access exclusive mode')
      const until = performance.now() + heldMs
      const looking = Promise.all(
        Array.from({ length: 8 }, () => lookWhile(() => performance.now() < until, server.port, world, tally)),
      )
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
    violations.push(...(await traffic.stop()), ...traffic.refusals.map((refusal) => `somebody was refused: ${refusal}`))
    violations.push(
      ...(tally.refusals > 0 ? [] : ['nobody was refused: the connections were not held']),
      ...(tally.slowestRefusalMs <= mostWaitMs
        ? []
        : [`a refusal came after ${Math.round(tally.slowestRefusalMs)} ms`]),
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
        'refusals with a time to come back': tally.refusals,
        'slowest refusal, ms': Math.round(tally.slowestRefusalMs),
        'slowest /healthz, ms': Math.round(tally.slowestHealthMs),
        'until half of the people had gone on, ms': Math.round(tally.recoveryMs),
      },
    }
  },
}

/** Somebody who looks at their list again and again: whole, or refused with a time to come back. */
async function lookWhile(
  isHeld: () => boolean,
  port: number,
  world: World,
  tally: { refusals: number; slowestRefusalMs: number },
): Promise<string[]> {
  const [patient] = world.patients
  const violations: string[] = []
  while (isHeld()) {
    const url = `/api/as/${patient?.id}/conversations`
    const answer = await exchange(port, { method: 'GET', url, headers: { ...patient?.as }, agent: false })
    if (answer.status === 503 && answer.retryAfter !== undefined) {
      tally.refusals++
      tally.slowestRefusalMs = Math.max(tally.slowestRefusalMs, answer.ms)
    } else if (answer.status !== 200) {
      violations.push(`a list was answered ${answer.status} while connections were held`)
    }
  }
  return violations
}
