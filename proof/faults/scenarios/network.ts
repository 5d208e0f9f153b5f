import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { checkAll } from '../checkers/index.ts'
import { noDamage, seededDamage } from '../proxy/damage.ts'
import { openProxy } from '../proxy/proxy.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { socketPathOf } from '../stage/cluster.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld } from '../stage/world.ts'

/** How long the line to the database is bad in one run, and how long it may take the server to be well again. */
const badMs = 6_000
const recoveryMs = 20_000

export const network: Scenario = {
  rows: ['R12'],
  does: 'the line between server and database: late, in pieces, reset, half-open; people go on writing',
  runs: 60,
  quick: 1,
  async play({ seed, runs, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const proxy = await openProxy({ path: socketPathOf(stage.postgres.connection) })
    const slowest: number[] = []
    let messages = 0
    for (let run = 0; run < runs; run++) {
      const random = seededRandom(seed + run)
      const world = await openWorld(stage.house, 4)
      proxy.plan = () => noDamage
      const server = await stage.start({ via: proxy.port })
      const traffic = startTraffic({ world, where: () => server.port, random, withFiles: true, timeoutMs: 25_000 })
      await sleep(500)
      proxy.plan = () => seededDamage(random, { delayMs: 200, bytes: 60_000 })
      // Connections that are open already suffer too.
      const endsAt = performance.now() + badMs
      while (performance.now() < endsAt) {
        await sleep(200 + random() * 1_200)
        if (random() < 0.6) {
          proxy.resetAll()
        } else {
          proxy.silenceAll()
        }
      }
      proxy.plan = () => noDamage
      const healedAt = performance.now()
      const before = traffic.acts
      while (traffic.acts < before + 12 && performance.now() - healedAt < 60_000) {
        await sleep(20)
      }
      slowest.push(performance.now() - healedAt)
      const ofPeople = await traffic.stop()
      const isAlive = server.isRunning
      await server.stop()
      // What fell silent is given up by the system in the end, after limits.databaseLineMs; here nobody waits for that.
      proxy.resetAll()
      await stage.drain(3 * 3_600_000)
      messages += world.ledger.messages.length
      const violations = [
        ...ofPeople,
        ...(isAlive ? [] : ['the server ended']),
        ...((slowest.at(-1) ?? 0) > recoveryMs
          ? [`it took ${Math.round((slowest.at(-1) ?? 0) / 1000)} s until the server was well again`]
          : []),
        ...(await checkAll(evidenceOf(stage, world))),
      ]
      const failures = await server.failures()
      violations.push(...failures.map((failure) => `somebody was answered 500: ${failure}`))
      tell(`seed ${seed + run}: ${world.ledger.messages.length} messages, ${violations.length} violations`)
      if (violations.length > 0) {
        tell(`the server's last words:\n${await server.log()}`)
        await proxy.close()
        return { violations, figures: {}, replay: { seed: seed + run, runs: 1 } }
      }
    }
    await proxy.close()
    return {
      violations: [],
      figures: {
        'bad lines': runs,
        'acknowledged messages': messages,
        'slowest recovery, s': Math.round(Math.max(...slowest) / 100) / 10,
      },
    }
  },
}
