import { sessionCookie } from '../server/access/authenticate.ts'
import type { Person, TestPractice } from '../server/testing/factories.ts'
import type { Bench, How } from './bench.ts'
import { catchUp } from './catch-up.ts'
import { shot, type Shot } from './drive.ts'
import type { Figure } from './figures.ts'
import { loadConversations } from './load.ts'
import { loadPractice } from './load-people.ts'
import { type MeasuredPage, measurePages } from './measure-page.ts'
import { openPlace, type Place } from './place.ts'
import { seededId, seededRandom } from './seeded.ts'
import { settle } from './settle.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const messagesEach = 10
const connections = 8
/** How much slower a page may be behind a hundred times as many messages. */
const goalGrowth = 1.2
/** What waits for an answer. */
const openWork = 200

/**
 * The clinic's pages as the practice grows: 10,000 and 100,000 messages, and a million with --full, always with the same open work.
 * All sizes are open at once and asked in turn.
 */
export const read: Bench = async (how) => {
  const sizes = how.isTiny ? [400, 800] : how.isFull ? [10_000, 100_000, 1_000_000] : [10_000, 100_000]
  const opened: Opened[] = []
  try {
    for (const [number, messages] of sizes.entries()) {
      opened.push(await openAmong(messages, number, how))
    }
    await Promise.all(opened.map(({ place, server }) => settle(place, server.pid)))
    const figures: Figure[] = []
    for (const page of Object.keys(opened[0]?.pages ?? {})) {
      const asked = opened.map(({ place, server, pages }) => ({
        place,
        serverPid: server.pid,
        shots: pages[page] ?? [],
      }))
      const measured = await measurePages(asked, { ...how, connections })
      figures.push(...measured.flatMap((one, index) => figuresOf(page, sizes[index] ?? 0, one, measured[0] ?? one)))
    }
    return figures
  } catch (error) {
    throw new Error((await Promise.all(opened.map(({ server }) => server.log()))).join('\n'), { cause: error })
  } finally {
    for (const { place, server } of opened) {
      await server.stop()
      await place.close()
    }
  }
}

function figuresOf(page: string, messages: number, measured: MeasuredPage, smallest: MeasuredPage): Figure[] {
  const { p50, p95, perSecond, processorMs, scanned } = measured
  const at = `${page}, ${messages.toLocaleString('en-CA')} messages`
  const isFirst = measured === smallest
  return [
    grown(`${at}, p95`, p95, smallest.p95, isFirst),
    { figure: `${at}, p50`, value: p50, unit: 'ms' },
    { figure: `${at}, at ${connections} connections`, value: perSecond, unit: '/s' },
    grown(`${at}, processor time`, processorMs, smallest.processorMs, isFirst),
    {
      figure: `${at}, growing tables read from end to end`,
      value: scanned.length,
      unit: '',
      // A table of some eighty pages is rightly read at once; what counts is that it ends as the table grows.
      ...(!isFirst && { goal: '0', met: scanned.length === 0 }),
      note: scanned.join(', '),
    },
  ]
}

function grown(figure: string, value: number, limit: number, isFirst: boolean): Figure {
  if (isFirst) {
    return { figure, value, unit: 'ms' }
  }
  const ratio = value / limit
  return { figure, value, unit: 'ms', limit, ratio, goal: `ratio ≤ ${goalGrowth}`, met: ratio <= goalGrowth }
}

type Opened = { place: Place; server: ServerProcess; pages: Record<string, Shot[]> }

/** A practice among so many messages, and its server. */
async function openAmong(messages: number, number: number, how: Pick<How, 'isTiny'>): Promise<Opened> {
  const place = await openPlace(number)
  try {
    const conversations = messages / messagesEach
    const patients = how.isTiny ? 20 : Math.max(200, Math.min(16_000, conversations / 5))
    const practice = await loadPractice(place.house, patients)
    // The open work of a clinic stays what it can do, and came last; what is closed piles up before it.
    const open = Math.min(openWork, conversations / 2)
    const load = { messagesEach, patients, open: 0 }
    await loadConversations(place, practice, { ...load, from: 0, conversations: conversations - open, awaiting: 0 })
    await loadConversations(place, practice, {
      ...load,
      from: conversations - open,
      conversations: open,
      awaiting: 100,
    })
    await catchUp(place, practice.id)
    return { place, server: await startServer(place.env), pages: pagesOf(place, practice, conversations) }
  } catch (error) {
    await place.close()
    throw error
  }
}

function pagesOf({ port }: Place, practice: TestPractice, conversations: number): Record<string, Shot[]> {
  const get = (path: string) =>
    shot(port, { method: 'GET', path: `/api/as/${practice.nurse.id}${path}`, token: tokenOf(practice.nurse) })
  const random = seededRandom(7)
  const anyConversation = () => seededId('conversation', Math.floor(random() * conversations))
  return {
    'closed conversations, newest': [get(`/queue?status=closed&careTeamId=${practice.careTeam.id}`)],
    'conversation page': Array.from({ length: 2_000 }, () => get(`/conversations/${anyConversation()}`)),
    'counts of every inbox': [get('/inboxes')],
    'inbox page': [get(`/queue?status=open&careTeamId=${practice.careTeam.id}`)],
  }
}

function tokenOf(person: Person): string {
  return (person.as['cookie'] ?? '').slice(`${sessionCookie}=`.length)
}
