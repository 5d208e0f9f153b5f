import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { seededRandom } from '../../../bench/seeded.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { startTraffic } from '../stage/traffic.ts'
import type { Stage } from '../stage/stage.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

const heldMs = 12_000
const mostCatchUpMs = 10_000

export const sealing: Scenario = {
  rows: ['R31'],
  does: 'a transaction that writes and does not end holds the sealing of the log up: people notice nothing, and it catches up',
  runs: 5,
  quick: null,
  async play({ seed, runs, stage: openStage }): Promise<Outcome> {
    const stage = await openStage()
    const random = seededRandom(seed)
    const world = await openWorld(stage.house, 6)
    const server = await stage.start()
    const traffic = startTraffic({ world, where: () => server.port, random, pauseMs: 20 })
    const violations: string[] = []
    const tally = { acts: 0, outside: 0, catchUpMs: 0 }
    for (let run = 0; run < runs; run++) {
      await traffic.reach(traffic.acts + 50)
      const holder = new pg.Client(stage.postgres.connection)
      await holder.connect()
      await holder.query('begin; select pg_current_xact_id()')
      const before = traffic.acts
      await sleep(heldMs)
      const [acts, outside] = [traffic.acts - before, await countOutside(stage, world)]
      tally.acts += acts
      tally.outside = Math.max(tally.outside, outside)
      violations.push(
        ...(acts > 0 ? [] : ['nobody got anything done while the sealing was held up']),
        ...(outside > 0 ? [] : ['the sealing went on beside a transaction that could still write']),
      )
      await holder.query('rollback')
      await holder.end()
      const endedAt = performance.now()
      const mark = await lastEvent(stage, world)
      while (!(await isInTree(stage, world, mark)) && performance.now() - endedAt < 60_000) {
        await sleep(50)
      }
      tally.catchUpMs = Math.max(tally.catchUpMs, performance.now() - endedAt)
    }
    violations.push(
      ...(await traffic.stop()),
      ...(tally.catchUpMs <= mostCatchUpMs ? [] : [`${Math.round(tally.catchUpMs)} ms until all was sealed`]),
    )
    await server.stop()
    await stage.drain(3 * 3_600_000)
    violations.push(...(await checkAll(evidenceOf(stage, world))))
    return {
      violations,
      figures: {
        'transactions held open': runs,
        'acts meanwhile': tally.acts,
        'acts waiting for their seal, at most': tally.outside,
        'until all of them were sealed, ms': Math.round(tally.catchUpMs),
        'acknowledged messages': world.ledger.messages.length,
      },
    }
  },
}

async function countOutside(stage: Stage, world: World): Promise<number> {
  const [row] = await stage.postgres.query(
    `select count(*)::int as n from audit_events e where practice_id = $1
       and not exists (select from audit_leaves l where l.practice_id = e.practice_id and l.event_id = e.id)`,
    [world.practice.id],
  )
  return Number(row?.['n'])
}

async function lastEvent(stage: Stage, world: World): Promise<string> {
  const [row] = await stage.postgres.query(
    'select id from audit_events where practice_id = $1 order by xid desc, id desc limit 1',
    [world.practice.id],
  )
  return String(row?.['id'])
}

async function isInTree(stage: Stage, world: World, eventId: string): Promise<boolean> {
  const rows = await stage.postgres.query('select from audit_leaves where practice_id = $1 and event_id = $2', [
    world.practice.id,
    eventId,
  ])
  return rows.length > 0
}
