import { setTimeout as sleep } from 'node:timers/promises'
import { insertAudit } from '../server/access/audit.ts'
import { verifyLog } from '../server/audit/verify-log.ts'
import { createLogger } from '../server/platform/log.ts'
import { uuidv7 } from '../server/platform/ids.ts'
import { schedule } from '../server/schedule.ts'
import { limits } from '../shared/limits.ts'
import { inPractice, type TestPractice } from '../server/testing/factories.ts'
import { startWorker } from '../server/worker.ts'
import type { Bench } from './bench.ts'
import { catchUp } from './catch-up.ts'
import { drive } from './drive.ts'
import { atMost, type Figure, median } from './figures.ts'
import { loadConversations } from './load.ts'
import { loadPractice } from './load-people.ts'
import { openPlace, type Place, port } from './place.ts'
import { oldestOutside, waitUntilSealed } from './seal-lag.ts'
import { prepareLimit } from './send-limit.ts'
import { letter, shotsOf } from './send.ts'
import { startServer } from './server-process.ts'

const connections = 32
const goalLagMs = 5_000

/** What the log costs a send, how soon an act is in the tree, and how long a log is verified: 200,000 entries, or a million with --full. */
export const audit: Bench = async (how) => {
  const place = await openPlace()
  try {
    const patients = how.isTiny ? 20 : 1_000
    const third = how.isTiny ? 4_000 : (how.rounds + 2) * how.seconds * 1_000
    const practice = await loadPractice(place.house, patients)
    const load = { from: 0, conversations: 3 * third, messagesEach: 2, patients, awaiting: 0, open: 100 }
    await loadConversations(place, practice, load)
    await loadConversations(place, practice, { ...load, from: 3 * third, conversations: 100, awaiting: 100 })
    await catchUp(place, practice.id)
    const share = await measureShare(place, practice, { third, patients }, how)
    const lag = await measureLag(place, practice, shotsOf({ from: 0, to: third, patients }), how)
    const entries = how.isTiny ? 2_000 : how.isFull ? 1_000_000 : 200_000
    return [...share, lag, ...(await measureVerification(place, practice, entries))]
  } finally {
    await place.close()
  }
}

/** The statements of a send as pgbench runs them, with the log and without it, turn about. */
async function measureShare(
  place: Place,
  practice: TestPractice,
  { third, patients }: { third: number; patients: number },
  how: Parameters<Bench>[0],
): Promise<Figure[]> {
  const range = { conversations: third, patients }
  const whole = await prepareLimit(place, practice, { ...range, from: third }, letter)
  const without = await prepareLimit(
    place,
    practice,
    { ...range, from: 2 * third, runs: 2_000_000 },
    letter,
    withoutLog,
  )
  const rates = { whole: [] as number[], without: [] as number[] }
  for (let round = 0; round < how.rounds; round++) {
    rates.whole.push((await whole.run(connections, how.seconds)) ?? Number.NaN)
    rates.without.push((await without.run(connections, how.seconds)) ?? Number.NaN)
  }
  const row = { unit: '/s', note: whole.note }
  return [
    {
      ...row,
      figure: 'audit, sends by pgbench with the log',
      value: median(rates.whole),
      limit: median(rates.without),
      ratio: median(rates.whole.map((rate, at) => rate / (rates.without[at] ?? Number.NaN))),
      note: whole.note === '' ? 'against the same without the log' : whole.note,
    },
  ]
}

/** The rows are put together and not written. */
function withoutLog(statement: string): string {
  return statement.replaceAll(/insert into audit_events \([^)]*\)\s*select/g, 'select')
}

/** While sends come at a steady rate: how old the oldest act outside the tree was at its oldest. */
async function measureLag(
  place: Place,
  practice: TestPractice,
  shots: string[],
  how: Parameters<Bench>[0],
): Promise<Figure> {
  const server = await startServer(place.env)
  try {
    const rate = 100
    await waitUntilSealed(place, practice)
    const driving = drive(shots, { port, connections, seconds: how.seconds * 3, rate })
    let isDriving = true
    void driving.finally(() => (isDriving = false))
    const ages: number[] = []
    while (isDriving) {
      ages.push(await oldestOutside(place, practice))
      await sleep(200)
    }
    const { answers } = await driving
    const refused = Object.keys(answers).filter((status) => status !== '200')
    if (refused.length > 0) {
      throw new Error(`sends were refused: ${refused.join(', ')}\n${await server.log()}`)
    }
    return atMost(
      { figure: `audit, oldest act outside the tree at ${rate} sends a second`, value: Math.max(...ages), unit: 'ms' },
      goalLagMs,
    )
  } finally {
    await server.stop()
  }
}

/** Entries of reading, sealed as the worker seals them and verified as `threadwell audit verify` does. */
async function measureVerification(place: Place, practice: TestPractice, entries: number): Promise<Figure[]> {
  const batch = 2_000
  const { nurse, id } = practice
  for (let from = 0; from < entries; from += batch) {
    await inPractice(place.house, id, async (tx) => {
      const written = Array.from({ length: Math.min(batch, entries - from) }, () =>
        insertAudit(tx, {
          act: 'conversation.read',
          actor: { kind: 'practitioner', member: nurse.id },
          object: { type: 'conversation', id: uuidv7() },
          patient: [uuidv7()],
          info: ['message'],
          outcome: 0,
          rule: 'inbox',
          req: uuidv7(),
        }),
      )
      await Promise.all(written)
    })
  }
  // A log that was just sealed is left alone for a while.
  await sleep(2 * limits.auditSealPauseMs)
  const sealing = await timed(async () => {
    const chosen = schedule.filter(({ name }) => name === 'seal-logs')
    const worker = startWorker(place.house.worker, chosen, createLogger({ level: 'error' }))
    await worker.runOnce('seal-logs')
    await worker.stop()
  })
  const logs = { db: place.house.worker.db, deployment: place.house.worker.house.deployment }
  let counts: { leaves: number; waitingForSeal: number } | null = null
  const verifying = await timed(async () => {
    const report = await verifyLog(logs, id)
    if (report.verdict !== 'ok') {
      throw new Error(`the log does not hold: ${report.verdict}`)
    }
    ;({ counts } = report)
  })
  const { leaves, waitingForSeal: waiting } = counts ?? { leaves: Number.NaN, waitingForSeal: Number.NaN }
  return [
    { figure: 'audit, entries sealed', value: entries / (sealing / 1000), unit: '/s' },
    { figure: 'audit, entries that were not sealed', value: waiting, unit: '', goal: '0', met: waiting === 0 },
    {
      figure: 'audit, verification of a million entries',
      value: (verifying / leaves) * 1_000,
      unit: 's',
      note: `of ${leaves.toLocaleString('en-CA')} in ${Math.round(verifying)} ms`,
    },
  ]
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}
