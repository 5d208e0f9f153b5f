import type { Bench } from './bench.ts'
import { catchUp } from './catch-up.ts'
import { drive, type Driven, shot, type Shot } from './drive.ts'
import { againstLimit, atMost, type Figure, median } from './figures.ts'
import { loadConversations, patientNumber } from './load.ts'
import { loadPractice } from './load-people.ts'
import { openPlace, port } from './place.ts'
import type { Flight } from './record.ts'
import { waitUntilSealed } from './seal-lag.ts'
import { prepareLimit } from './send-limit.ts'
import { seededId, seededToken } from './seeded.ts'
import { processorSeconds, startServer } from './server-process.ts'

const goalConnections = 32

/**
 * Patients send messages in conversations that the clinic had answered: half of them open the obligation to answer and are
 * answered automatically, half add a line to one that is open. Held against pgbench with the very same statements.
 */
export const send: Bench = async (how) => {
  const place = await openPlace()
  try {
    const connectionCounts = how.isTiny ? [1, goalConnections] : [1, 8, goalConnections, 128]
    const patients = how.isTiny ? 20 : 4_000
    // Twice what has been seen, at two thousand a second, for our half and for pgbench's.
    const share = how.isTiny ? 12_000 : (how.rounds * (connectionCounts.length + 1) + 5) * how.seconds * 1_000
    const practice = await loadPractice(place.house, patients)
    const load = { from: 0, conversations: 2 * share, messagesEach: 2, patients, awaiting: 0, open: 100 }
    await loadConversations(place, practice, load)
    // A clinic has open work: where nothing is, the statistics say that reading all of it costs nothing.
    await loadConversations(place, practice, {
      ...load,
      from: 2 * share,
      conversations: Math.min(share, 300),
      awaiting: 100,
    })
    await catchUp(place, practice.id)
    const limit = await prepareLimit(place, practice, { from: share, conversations: share, patients }, letter)
    const server = await startServer(place.env)
    try {
      const line = shotsOf({ from: 0, to: share, patients })
      const driver = driverOf(line, server.log)
      const times = async () => ({
        server: (await processorSeconds(server.pid)) ?? 0,
        database: (await processorSeconds(place.databasePid)) ?? 0,
      })
      // Statements are prepared, and planned for good after five runs, on each connection.
      await driver({ port, connections: goalConnections, seconds: how.seconds * 2 })
      const half = await atHalfLoad(driver, () => waitUntilSealed(place, practice), how)
      const rounds: Record<number, Round[]> = {}
      const processor = { server: 0, database: 0, sends: 0, limit: 0, limitSends: 0 }
      for (let round = 0; round < how.rounds; round++) {
        for (const connections of connectionCounts) {
          const before = await times()
          const ours = await driver({ port, connections, seconds: how.seconds })
          const between = await times()
          const reached = await limit.run(connections, how.seconds)
          const after = await times()
          if (connections === goalConnections) {
            processor.server += between.server - before.server
            processor.database += between.database - before.database
            processor.sends += ours.used
            processor.limit += after.database - between.database
            processor.limitSends += (reached ?? 0) * how.seconds
          }
          ;(rounds[connections] ??= []).push({ ours, limit: reached })
        }
      }
      const at = (connections: number) => rounds[connections] ?? []
      return [
        ...connectionCounts.flatMap((connections) => figuresAt(connections, at(connections), limit.note)),
        atMost({ figure: `send, p99 at half that load (${Math.round(half.rate)}/s)`, value: half.p99, unit: 'ms' }, 50),
        perSend("send, server's processor time", processor.server / processor.sends),
        perSend("send, PostgreSQL's processor time", processor.database / processor.sends),
        perSend("send, PostgreSQL's processor time under pgbench", processor.limit / processor.limitSends),
        ...countsOf('opens the obligation, answered automatically', limit.first),
        ...countsOf('adds a line', limit.second),
      ]
    } finally {
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

/** Before pgbench has left anything behind: the dead rows of ten times the work, which are cleared away beside the next. */
async function atHalfLoad(
  driver: ReturnType<typeof driverOf>,
  settle: () => Promise<void>,
  how: Parameters<Bench>[0],
): Promise<{ rate: number; p99: number }> {
  const whole = await driver({ port, connections: goalConnections, seconds: how.seconds })
  const rate = whole.perSecond / 2
  await settle()
  const halves: Driven[] = []
  for (let round = 0; round < how.rounds; round++) {
    halves.push(await driver({ port, connections: 128, seconds: how.seconds, rate }))
  }
  return { rate, p99: median(halves.map(({ p99 }) => p99)) }
}

type Round = { ours: Driven; limit: number | null }

/** Steadier than the rate on a machine that does other things too. */
function perSend(figure: string, seconds: number): Figure {
  return { figure, value: seconds * 1e6, unit: 'µs', note: `per send at ${goalConnections} connections` }
}

function figuresAt(connections: number, rounds: Round[], note: string): Figure[] {
  const rate = median(rounds.map(({ ours }) => ours.perSecond))
  const limits = rounds.flatMap(({ limit }) => limit ?? [])
  const row = { figure: `send, ${connections} connections`, value: rate, unit: '/s', note }
  const limit = limits.length === 0 ? null : median(limits)
  const ratios = rounds.flatMap(({ ours, limit }) => (limit === null ? [] : [ours.perSecond / limit]))
  const ratio = ratios.length === 0 ? null : median(ratios)
  const isGoal = connections === goalConnections
  return [
    isGoal
      ? { ...againstLimit(row, limit, 0.8), ratio, met: ratio === null ? null : ratio >= 0.8 }
      : { ...row, limit, ratio },
    { figure: `send, ${connections} connections, p50`, value: median(rounds.map(({ ours }) => ours.p50)), unit: 'ms' },
    { figure: `send, ${connections} connections, p99`, value: median(rounds.map(({ ours }) => ours.p99)), unit: 'ms' },
  ]
}

function countsOf(what: string, flights: Flight[]): Figure[] {
  return [
    { figure: `send that ${what}, round trips`, value: flights.length, unit: '', note: 'the session included' },
    { figure: `send that ${what}, statements`, value: flights.flat().length, unit: '' },
  ]
}

/** Each conversation is written to twice, the second time a while after the first. */
export function shotsOf(range: { from: number; to: number; patients: number }): Shot[] {
  const gap = Math.min(1_000, Math.floor((range.to - range.from) / 4))
  const shots: Shot[] = []
  for (let number = range.from; number < range.to; number++) {
    shots.push(shotInto(number, range.patients))
    if (number - gap >= range.from) {
      shots.push(shotInto(number - gap, range.patients))
    }
  }
  return shots
}

function shotInto(conversation: number, patients: number): Shot {
  const patient = patientNumber({ patients }, conversation)
  return shot(port, {
    method: 'POST',
    path: `/api/as/${seededId('patient', patient)}/conversations/${seededId('conversation', conversation)}/messages`,
    token: seededToken(patient),
    body: { messageId: '%ID%', text: letter, attachmentIds: [] },
  })
}

/** Of the median length of what people write. */
export const letter = 'I have had this for two weeks now and it is not getting better with the tablets. '
  .repeat(3)
  .trim()

/** Goes on through the list from one drive to the next, so that no conversation is used a third time. */
function driverOf(line: Shot[], log: () => Promise<string>) {
  let used = 0
  return async (how: Parameters<typeof drive>[1]): Promise<Driven> => {
    // No more than it can use: a driver that holds a great list stops to collect its own garbage.
    const ahead = line.slice(used, used + Math.ceil((how.rate ?? 4_000) * how.seconds) + how.connections)
    const driven = await drive(ahead, how)
    used += driven.used
    const bad = Object.entries(driven.answers).filter(([status]) => status !== '200')
    if (bad.length > 0 || used > line.length) {
      const what = `${JSON.stringify(driven.answers)}, ${used} of ${line.length}`
      throw new Error(`sends were refused, or the list ran out: ${what}\n${await log()}`)
    }
    return driven
  }
}
