import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { exchange } from '../stage/client.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld } from '../stage/world.ts'

/** From the first answer of PostgreSQL to the first act that is done again. */
const mostRecoveryMs = 5_000

export const database: Scenario = {
  rows: ['R6'],
  does: 'SIGKILL of PostgreSQL and all its processes under load; it is started again',
  runs: 20,
  quick: 2,
  async play({ seed, runs, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const random = seededRandom(seed)
    const world = await openWorld(stage.house, 6)
    const server = await stage.start()
    const traffic = startTraffic({ world, where: () => server.port, random, withFiles: true, timeoutMs: 5_000 })
    const violations: string[] = []
    const recoveries: number[] = []
    let refusals = 0
    for (let run = 0; run < runs; run++) {
      await sleep(300 + random() * 1_500)
      await stage.postgres.kill()
      refusals += await countRefusals(server.port, world.patients[0]?.id ?? '', violations)
      await sleep(random() * 800)
      await stage.postgres.start()
      const upAt = performance.now()
      const before = traffic.acts
      while (traffic.acts === before && performance.now() - upAt < 30_000) {
        await sleep(10)
      }
      recoveries.push(performance.now() - upAt)
      if ((recoveries.at(-1) ?? 0) > mostRecoveryMs) {
        violations.push(
          `run ${run}: the server needed ${Math.round(recoveries.at(-1) ?? 0)} ms after PostgreSQL was up`,
        )
      }
    }
    violations.push(...(await traffic.stop()))
    if (!server.isRunning) {
      violations.push('the server ended')
    }
    await server.stop()
    await stage.drain(3 * 3_600_000)
    violations.push(...(await checkAll(evidenceOf(stage, world))))
    tell(`${world.ledger.messages.length} messages`)
    return {
      violations,
      figures: {
        kills: runs,
        'acknowledged messages': world.ledger.messages.length,
        'refusals looked at while it was down': refusals,
        'longest gap after PostgreSQL is up, ms': Math.round(Math.max(...recoveries)),
      },
    }
  },
}

/** While the database is down every refusal is a 503 that says when to come back, and comes soon. */
async function countRefusals(port: number, id: string, violations: string[]): Promise<number> {
  const headers = { cookie: '__Host-sid=nobody' }
  const answers = await Promise.all(
    [1, 2, 3].map(() =>
      exchange(port, { method: 'GET', url: `/api/as/${id}/conversations`, headers }).catch(() => null),
    ),
  )
  for (const answer of answers) {
    if (answer === null || answer.status !== 503 || answer.retryAfter === undefined || answer.ms > 4_000) {
      violations.push(
        `without a database a request was answered ${answer?.status ?? 'not at all'} in ${Math.round(answer?.ms ?? 0)} ms, retry-after ${answer?.retryAfter}`,
      )
    }
  }
  return answers.length
}
