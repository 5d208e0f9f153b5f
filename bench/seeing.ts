import { sql } from 'kysely'
import { sessionCookie } from '../server/access/authenticate.ts'
import { enterSystem } from '../server/access/enter-system.ts'
import { createLogger } from '../server/platform/log.ts'
import { schedule } from '../server/schedule.ts'
import {
  aCareTeam,
  aPractitioner,
  aTopic,
  inPractice,
  type Person,
  type TestPractice,
} from '../server/testing/factories.ts'
import { startWorker } from '../server/worker.ts'
import type { Bench } from './bench.ts'
import { repeatCounts } from './repeat-counts.ts'
import { drive, type Driven, shot } from './drive.ts'
import { atMost, type Figure, median } from './figures.ts'
import { loadPractice } from './load-people.ts'
import { loadYears, messagesEach } from './load-years.ts'
import { openPlace, type Place, port } from './place.ts'
import { processorSeconds, startServer } from './server-process.ts'

const goalMs = 300
/** How much a page may slow down while nine more years of the same work pile up behind it. */
const goalGrowth = 1.2

/**
 * The figures of a practice of ten years and a million messages, as its administrator looks at them, held against a practice as
 * busy in its first year; and what it costs to keep the counts.
 */
export const seeing: Bench = async (how) => {
  const small = await measure(how.isTiny ? { messages: 400, days: 60 } : { messages: 100_000, days: 365 }, how)
  if (how.isTiny) {
    return [...small.figures]
  }
  const large = await measure({ messages: 1_000_000, days: 3_650 }, how)
  return [
    ...large.figures,
    ...Object.entries(large.processorMs).map(([page, value]) => {
      const before = small.processorMs[page] ?? Number.NaN
      const row = { figure: `${page}, processor time after 10 years against 1`, value, unit: 'ms', limit: before }
      const ratio = value / before
      return { ...row, ratio, goal: `ratio ≤ ${goalGrowth}`, met: ratio <= goalGrowth }
    }),
  ]
}

async function measure({ messages, days }: { messages: number; days: number }, how: Parameters<Bench>[0]) {
  const place = await openPlace()
  try {
    const practice = await aLargePractice(place, messages, days)
    const counting = await countAll(place, practice)
    const server = await startServer(place.env)
    try {
      const processorMs: Record<string, number> = {}
      const figures: Figure[] = []
      for (const [page, query] of Object.entries(pagesOf(practice))) {
        const rounds: Driven[] = []
        // Lists open the names of patients for those who work there.
        const reader = query.startsWith('/conversations') ? practice.nurse : practice.administrator
        const ask = shot(port, { method: 'GET', path: `/api/as/${reader.id}/seeing${query}`, token: tokenOf(reader) })
        await drive([ask], { port, connections: 1, seconds: how.isTiny ? 0.2 : 1 })
        const before = await processor(place, server.pid)
        for (let round = 0; round < how.rounds; round++) {
          rounds.push(await drive([ask], { port, connections: 1, seconds: how.seconds }))
        }
        const bad = rounds.flatMap(({ answers }) => Object.keys(answers)).filter((status) => status !== '200')
        if (bad.length > 0) {
          throw new Error(`${page} answered ${bad.join(', ')}\n${await server.log()}`)
        }
        const asked = rounds.reduce((total, { used }) => total + used, 0)
        processorMs[page] = ((await processor(place, server.pid)) - before) * (1000 / asked)
        const at = `${messages.toLocaleString('en-CA')} messages`
        figures.push(
          atMost(
            { figure: `${page}, p95 at ${at}`, value: median(rounds.map((driven) => driven.p95)), unit: 'ms' },
            goalMs,
          ),
          {
            figure: `${page}, p50 at ${at}`,
            value: median(rounds.map((driven) => driven.p50)),
            unit: 'ms',
          },
          // Steadier than times on a machine that does other things too.
          { figure: `${page}, processor time at ${at}`, value: processorMs[page] ?? null, unit: 'ms' },
        )
      }
      return { processorMs, figures: [...figures, ...counting] }
    } finally {
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

/** Of the server and of its database. */
async function processor(place: Place, serverPid: number): Promise<number> {
  return ((await processorSeconds(serverPid)) ?? 0) + ((await processorSeconds(place.databasePid)) ?? 0)
}

function pagesOf(practice: TestPractice): Record<string, string> {
  const today = new Date().toISOString().slice(0, 10)
  const back = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
  return {
    'figures of 4 weeks': '',
    'figures of 12 weeks': `?from=${back(84)}&until=${today}`,
    'figures of 12 months': `?from=${back(364)}&until=${today}`,
    'figures of 4 weeks, one topic': `?topicId=${practice.topic.id}`,
    'figures of 4 weeks, one inbox': `?careTeamId=${practice.careTeam.id}`,
    'figures of 4 weeks, one person': `?practitionerId=${practice.nurse.id}`,
    'list of what waits': '/conversations?figure=waiting',
    'list of what was answered': '/conversations?figure=replied',
    'list of what patients wrote': '/conversations?figure=arrived',
    'list of what patients wrote in 12 months': `/conversations?figure=arrived&from=${back(364)}&until=${today}`,
    'list of what was written after hours in 12 months': `/conversations?figure=after-hours&from=${back(364)}&until=${today}`,
    'list of what was opened in 12 months': `/conversations?figure=opened&from=${back(364)}&until=${today}`,
  }
}

/** Nine clinicians and their colleagues, three inboxes, eight topics: the practice of the load model. */
async function aLargePractice(place: Place, messages: number, days: number): Promise<TestPractice> {
  const patients = Math.max(20, Math.min(16_000, messages / 50))
  const practice = await loadPractice(place.house, patients)
  const others = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      aPractitioner(place.house, practice, { role: index % 2 === 0 ? 'physician' : 'nurse' }),
    ),
  )
  const teams = [practice.careTeam]
  for (const name of ['Nurses', 'Prescriptions']) {
    teams.push(
      await aCareTeam(place.house, practice, { owner: practice.nurse, backup: practice.physician, nameEn: name }),
    )
  }
  const topics = [practice.topic]
  for (let topic = 1; topic < 8; topic++) {
    topics.push(await aTopic(place.house, practice, teams[topic % 3] ?? practice.careTeam))
  }
  await loadYears(place, practice, {
    conversations: Math.floor(messages / messagesEach),
    days,
    patients,
    topicIds: topics.map(({ id }) => id),
    careTeamIds: teams.map(({ id }) => id),
    people: [practice.nurse, practice.physician, ...others].map(({ id }) => id),
  })
  return practice
}

/** Counts what the product counts at first, puts copies of it in the years before, and measures one ordinary turn of the sweep. */
async function countAll(place: Place, practice: TestPractice): Promise<Figure[]> {
  const chosen = schedule.filter(({ name }) => name === 'count-days')
  const worker = startWorker(place.house.worker, chosen, createLogger({ level: 'error' }))
  await worker.runOnce('count-days')
  const firstMs = await timed(() => worker.runOnce('count-days'))
  const again: number[] = []
  for (let round = 0; round < 5; round++) {
    // As if somebody had written: an idle practice is not visited.
    await inSystem(
      place,
      practice,
      sql`update seen_progress set counted_at = '-infinity' where practice_id = ${practice.id}`,
    )
    again.push(await timed(() => worker.runOnce('count-days')))
  }
  await worker.stop()
  await repeatCounts(place, practice.id)
  const size = await inPractice(place.house, practice.id, async (tx) => {
    const { rows } = await sql<{ rows: number; days: number; bytes: number }>`
      select count(*)::int as rows, count(distinct day)::int as days, pg_total_relation_size('seen_days')::bigint as bytes
      from seen_days where practice_id = ${practice.id}`.execute(tx)
    return rows[0]
  })
  return [
    {
      figure: 'counting a day of which some is new, median',
      value: median(again),
      unit: 'ms',
      note: `the turn before: ${Math.round(firstMs)} ms`,
    },
    { figure: 'rows of counts', value: size?.rows ?? null, unit: '', note: `${size?.days} days` },
    { figure: 'their size', value: (size?.bytes ?? 0) / 1e6, unit: 'MB' },
  ]
}

function inSystem(place: Place, practice: TestPractice, statement: ReturnType<typeof sql>) {
  return enterSystem(place.house.worker, practice.id, (ctx) => statement.execute(ctx.tx))
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

function tokenOf(person: Person): string {
  return (person.as['cookie'] ?? '').slice(`${sessionCookie}=`.length)
}
