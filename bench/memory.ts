import { setTimeout } from 'node:timers/promises'
import { sessionCookie } from '../server/access/authenticate.ts'
import { limits } from '../shared/limits.ts'
import type { Bench } from './bench.ts'
import { catchUp } from './catch-up.ts'
import { drive, shot, type Shot } from './drive.ts'
import { atMost, type Figure, median } from './figures.ts'
import { loadConversations } from './load.ts'
import { loadPractice } from './load-people.ts'
import { openPlace, port } from './place.ts'
import { shotsOf } from './send.ts'
import { seededId } from './seeded.ts'
import { residentBytes, startServer } from './server-process.ts'

const goalBytes = 250e6
/** A busy day of a practice of size M (16,000 patients), and what the clinic opens for each of their messages. */
const sendsADay = 192
const looksEach = 10
const connections = 8
const daysOf = { tiny: 4, full: 30 }
/** The server looks whether it is quiet every few seconds, and gives memory back then: two looks and a little more. */
const nightMs = 2.5 * limits.quietMs
/** A day may leave so much behind before it counts as a leak: 3 MB a month. */
const goalSlope = 100_000

/**
 * Server and worker in one process through days of traffic, each pressed into seconds and followed by a short night: how much is
 * resident after either, and whether it grows from night to night. At the end of a pressed day much is garbage that nobody had the time to
 * collect; what is left after a night is what the server holds.
 */
export const memory: Bench = async (how) => {
  const place = await openPlace()
  try {
    const sends = how.isTiny ? 20 : sendsADay
    const days = how.isTiny ? daysOf.tiny : daysOf.full
    const patients = how.isTiny ? 20 : 2_000
    const conversations = Math.max(200, (sends * days) / 2)
    const practice = await loadPractice(place.house, patients)
    await loadConversations(place, practice, {
      from: 0,
      conversations,
      messagesEach: 2,
      patients,
      awaiting: 0,
      open: 100,
    })
    await catchUp(place, practice.id)
    const server = await startServer(place.env)
    try {
      const { nurse, careTeam } = practice
      const token = (nurse.as['cookie'] ?? '').slice(`${sessionCookie}=`.length)
      const look = (path: string) => shot(port, { method: 'GET', path: `/api/as/${nurse.id}${path}`, token })
      const day = (number: number): Shot[] => {
        const written = shotsOf({ from: 0, to: conversations, patients }).slice(number * sends, (number + 1) * sends)
        return written.flatMap((send, at) => [
          send,
          ...Array.from({ length: looksEach }, (_, index) =>
            index % 2 === 0
              ? look(`/queue?status=open&careTeamId=${careTeam.id}`)
              : look(
                  `/conversations/${seededId('conversation', (number * sends + at * looksEach + index) % conversations)}`,
                ),
          ),
        ])
      }
      const evenings: number[] = []
      const nights: number[] = []
      for (let number = 0; number < days; number++) {
        const shots = day(number)
        const { answers } = await drive(shots, { port, connections, seconds: 600, most: shots.length })
        const bad = Object.keys(answers).filter((status) => status !== '200')
        if (bad.length > 0) {
          throw new Error(`requests were refused: ${bad.join(', ')}\n${await server.log()}`)
        }
        evenings.push((await residentBytes(server.pid)) ?? Number.NaN)
        await setTimeout(nightMs)
        nights.push((await residentBytes(server.pid)) ?? Number.NaN)
      }
      return figuresOf({ evenings, nights }, sends)
    } finally {
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

function figuresOf({ evenings, nights }: { evenings: number[]; nights: number[] }, sends: number): Figure[] {
  const each = (when: string, values: number[]) =>
    `days of ${sends.toLocaleString('en-CA')} messages; MB ${when} each: ${values.map((bytes) => Math.round(bytes / 1e6)).join(', ')}`
  const after = settled(nights)
  return [
    atMost(
      { figure: 'memory, resident after a night', value: median(after), unit: 'bytes', note: each('after', nights) },
      goalBytes,
    ),
    atMost({ figure: 'memory, growth from night to night', value: slope(after), unit: 'bytes' }, goalSlope),
    atMost(
      {
        figure: 'memory, resident at the end of a pressed day',
        value: median(settled(evenings)),
        unit: 'bytes',
        note: each('at the end of', evenings),
      },
      goalBytes,
    ),
  ]
}

/** The first days fill caches and warm code. */
function settled(values: number[]): number[] {
  return values.slice(values.length / 2)
}

/** Of the line through the points by Theil and Sen: the median of all slopes between two of them, which one collection of garbage cannot tip. */
function slope(values: number[]): number {
  return median(values.flatMap((from, a) => values.slice(a + 1).map((to, ahead) => (to - from) / (ahead + 1))))
}
