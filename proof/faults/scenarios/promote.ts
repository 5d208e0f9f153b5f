import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { checkAll } from '../checkers/index.ts'
import type { FaultProxy } from '../proxy/proxy.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { ask } from '../stage/client.ts'
import { api } from '../../../shared/api/index.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { type Postgres, socketPathOf } from '../stage/cluster.ts'
import { openStage, type Stage } from '../stage/stage.ts'
import { openStandby, promote as promoteStandby, standbySettings } from '../stage/standby.ts'
import { startTraffic, type Traffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** From the death of the primary to the first act that is done on the other. */
const mostGapMs = 10_000

export const promote: Scenario = {
  rows: ['R7', 'R34'],
  does: 'the primary killed, its synchronous standby promoted, the proxy before them turned; then the old one comes back',
  runs: 5,
  quick: null,
  async play({ seed, runs, tell }): Promise<Outcome> {
    const stage = await openStage({ settings: standbySettings, isBehindProxy: true })
    try {
      const { proxy } = stage
      if (proxy === undefined) {
        throw new Error('this stage has a proxy')
      }
      const world = await openWorld(stage.house, 6)
      const server = await stage.start()
      const traffic = startTraffic({
        world,
        where: () => server.port,
        random: seededRandom(seed),
        withFiles: true,
        timeoutMs: 5_000,
      })
      const violations: string[] = []
      const gaps: number[] = []
      let refused = 0
      for (let run = 0; run < runs; run++) {
        const standby = await openStandby(stage.postgres, join(stage.folder, `standby-${run}`))
        await traffic.reach(traffic.acts + 30)
        const old = stage.postgres
        const gapMs = await failOver(stage, proxy, standby, traffic)
        gaps.push(gapMs)
        tell(`promotion ${run + 1}: ${Math.round(gapMs)} ms until the next act was done`)
        if (gapMs > mostGapMs) {
          violations.push(`promotion ${run + 1}: ${Math.round(gapMs)} ms without an act`)
        }
        refused += await comeBack({ old, stage, proxy, port: server.port, world, violations })
        await traffic.reach(traffic.acts + 5)
      }
      violations.push(...(await traffic.stop()))
      await server.stop()
      await stage.drain(3 * 3_600_000)
      violations.push(...(await checkAll(evidenceOf(stage, world))))
      return {
        violations,
        figures: {
          promotions: runs,
          'acknowledged messages': world.ledger.messages.length,
          'longest gap, ms': Math.round(Math.max(...gaps)),
          'sends that a replaced primary was not given': refused,
        },
      }
    } finally {
      await stage.close()
    }
  },
}

async function failOver(stage: Stage, proxy: FaultProxy, standby: Postgres, traffic: Traffic): Promise<number> {
  const before = traffic.acts
  const diedAt = performance.now()
  await stage.postgres.kill()
  await promoteStandby(standby)
  proxy.target = { path: socketPathOf(standby.connection) }
  proxy.resetAll()
  stage.postgres = standby
  while (traffic.acts === before && performance.now() - diedAt < 60_000) {
    await sleep(10)
  }
  return performance.now() - diedAt
}

/** The old primary starts again, believes that it still is one, and the proxy leads there: nothing may be written to it. */
async function comeBack(at: {
  old: Postgres
  stage: Stage
  proxy: FaultProxy
  port: number
  world: World
  violations: string[]
}): Promise<number> {
  const { old, stage, proxy, port, world, violations } = at
  const [patient] = world.patients
  await old.start()
  await old.query(`alter system set synchronous_standby_names = ''`)
  await old.query('select pg_reload_conf()')
  const count = async () => Number((await old.query('select count(*)::int as n from messages'))[0]?.['n'])
  const before = await count()
  proxy.target = { path: socketPathOf(old.connection) }
  proxy.resetAll()
  let refused = 0
  for (let tries = 0; tries < 5 && patient !== undefined; tries++) {
    const conversationId = uuidv7()
    const letter = { conversationId, topicId: world.practice.topic.id, subject: 'Lost?', attachmentIds: [] }
    const answer = await ask(port, patient, api.startConversation, { ...letter, messageId: uuidv7(), text: 'Lost?' })
    if (answer.status !== 503 || answer.retryAfter === undefined) {
      violations.push(`a replaced primary was written to: ${answer.status} ${answer.text.slice(0, 200)}`)
    }
    refused++
  }
  if ((await count()) !== before) {
    violations.push('a replaced primary has new messages')
  }
  proxy.target = { path: socketPathOf(stage.postgres.connection) }
  proxy.resetAll()
  await old.stop()
  return refused
}
