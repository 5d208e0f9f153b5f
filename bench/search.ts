import { enterSystem } from '../server/access/enter-system.ts'
import { createLogger } from '../server/platform/log.ts'
import { packMessages } from '../server/search/pack-messages.ts'
import type { TestPractice } from '../server/testing/factories.ts'
import type { Bench } from './bench.ts'
import { drive, type Driven, shot, type Shot } from './drive.ts'
import { atMost, type Figure, median } from './figures.ts'
import { loadConversations } from './load.ts'
import { loadPractice } from './load-people.ts'
import { openPlace, type Place, port } from './place.ts'
import { processorSeconds, startServer } from './server-process.ts'
import { seededId, seededText } from './seeded.ts'

const messagesEach = 10

/** A nurse searches the whole practice, one search after the other: 200,000 messages, and a million with --full. */
export const search: Bench = async (how) => {
  const sizes = how.isTiny ? [2_000] : how.isFull ? [200_000, 1_000_000] : [200_000]
  const figures: Figure[] = []
  for (const messages of sizes) {
    figures.push(...(await searchAmong(messages, how)))
  }
  return figures
}

async function searchAmong(messages: number, how: Parameters<Bench>[0]): Promise<Figure[]> {
  const place = await openPlace()
  try {
    const patients = how.isTiny ? 20 : 4_000
    const practice = await loadPractice(place.house, patients)
    const conversations = messages / messagesEach
    await loadConversations(place, practice, { from: 0, conversations, messagesEach, patients, text: withRareWords })
    const packedPerSecond = messages / (await packAll(place, practice))
    const server = await startServer(place.env)
    try {
      const goalMs = messages > 200_000 ? 1_500 : 400
      const among = `search, ${messages.toLocaleString('en-CA')} messages`
      const rows: Figure[] = []
      for (const { name, body, isOfGoal } of searchesIn(practice)) {
        const shots = Array.from({ length: 2_000 * how.seconds }, () => shotOf(practice, body))
        await driver(shots, { seconds: how.seconds }, server.log)
        const before = await processorSeconds(server.pid)
        const rounds: Driven[] = []
        for (let round = 0; round < how.rounds; round++) {
          rounds.push(await driver(shots, { seconds: how.seconds }, server.log))
        }
        const seconds = ((await processorSeconds(server.pid)) ?? 0) - (before ?? 0)
        const p95 = { figure: `${among}, ${name}, p95`, value: median(rounds.map((round) => round.p95)), unit: 'ms' }
        const searches = rounds.reduce((sum, { used }) => sum + used, 0)
        rows.push(isOfGoal ? atMost(p95, goalMs) : p95, {
          figure: `${among}, ${name}, p50`,
          value: median(rounds.map((round) => round.p50)),
          unit: 'ms',
          note: `${((seconds / searches) * 1000).toFixed(0)} ms of the server's processor each`,
        })
      }
      return [...rows, { figure: `${among}, packed`, value: packedPerSecond, unit: '/s', note: 'by the worker' }]
    } finally {
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

/** One word in five thousand messages, another in one of a hundred; every word of the list is in about half of them. */
function withRareWords(random: () => number): string {
  const text = seededText(random)
  return `${text}${random() < 1 / 5_000 ? ' zephyr' : ''}${random() < 1 / 100 ? ' amlodipine' : ''}`
}

function searchesIn(practice: TestPractice) {
  return [
    { name: 'a word nobody wrote', body: { words: 'xylophone' }, isOfGoal: true },
    { name: 'a rare word', body: { words: 'zephyr' }, isOfGoal: true },
    { name: 'a rare word and a common one', body: { words: 'throat zéphyr' }, isOfGoal: true },
    { name: 'a word in a hundredth', body: { words: 'amlodipine' }, isOfGoal: true },
    { name: 'a word in half of them', body: { words: 'pressure' }, isOfGoal: true },
    { name: 'a part of a word', body: { words: 'ssu' }, isOfGoal: true },
    {
      name: 'a topic, an outcome, no words',
      body: { topicId: practice.topic.id, outcome: 'answered' },
      isOfGoal: true,
    },
    {
      name: 'a common word of one patient',
      body: { words: 'pressure', patientId: seededId('patient', 1) },
      isOfGoal: true,
    },
    // Half of all messages have the word, and not one of them is this colleague's.
    {
      name: 'the worst: a common word, a colleague who never wrote',
      body: { words: 'pressure', practitionerId: practice.clerk.id },
      isOfGoal: false,
    },
  ]
}

function shotOf(practice: TestPractice, body: object): Shot {
  const { id, as } = practice.nurse
  const token = (as['cookie'] ?? '').replace('__Host-sid=', '')
  return shot(port, { method: 'POST', path: `/api/as/${id}/search`, token, body })
}

async function driver(shots: Shot[], how: { seconds: number }, log: () => Promise<string>): Promise<Driven> {
  const driven = await drive(shots, { port, connections: 1, seconds: how.seconds })
  if (Object.keys(driven.answers).some((status) => status !== '200')) {
    throw new Error(`searches were refused: ${JSON.stringify(driven.answers)}\n${await log()}`)
  }
  return driven
}

/** As the worker does; answers seconds. */
async function packAll(place: Place, practice: TestPractice): Promise<number> {
  const startedAt = performance.now()
  await packMessages({
    practiceId: practice.id,
    inPractice: (work) => enterSystem(place.house.worker, practice.id, work),
    signal: new AbortController().signal,
    log: createLogger({ level: 'silent' }),
  })
  return (performance.now() - startedAt) / 1000
}
