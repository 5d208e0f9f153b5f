import { sessionCookie } from '../server/access/authenticate.ts'
import type { Person, TestPractice } from '../server/testing/factories.ts'
import type { Bench } from './bench.ts'
import { catchUp } from './catch-up.ts'
import { shot, type Shot } from './drive.ts'
import type { Figure } from './figures.ts'
import { loadConversations } from './load.ts'
import { loadPractice } from './load-people.ts'
import { measurePage, type MeasuredPage } from './measure-page.ts'
import { openPlace, port } from './place.ts'
import { seededId, seededRandom } from './seeded.ts'
import { startServer } from './server-process.ts'

const messagesEach = 10
const connections = 8
/** How much slower a page may be behind a hundred times as many messages. */
const goalGrowth = 1.2
/** What waits for an answer. */
const openWork = 200

/** The clinic's pages as the practice grows: 10,000 and 100,000 messages, and a million with --full, always with the same open work. */
export const read: Bench = async (how) => {
  const sizes = how.isTiny ? [400, 800] : how.isFull ? [10_000, 100_000, 1_000_000] : [10_000, 100_000]
  const measured: { messages: number; pages: Record<string, MeasuredPage> }[] = []
  for (const messages of sizes) {
    measured.push({ messages, pages: await readAmong(messages, how) })
  }
  const [smallest] = measured
  return measured.flatMap(({ messages, pages }) =>
    Object.entries(pages).flatMap(([page, { p50, p95, perSecond, processorMs, scanned }]) => {
      const at = `${page}, ${messages.toLocaleString('en-CA')} messages`
      const before = smallest?.pages[page]
      return [
        grown(`${at}, p95`, p95, before?.p95, messages === smallest?.messages),
        { figure: `${at}, p50`, value: p50, unit: 'ms' },
        { figure: `${at}, at ${connections} connections`, value: perSecond, unit: '/s' },
        grown(`${at}, processor time`, processorMs, before?.processorMs, messages === smallest?.messages),
        {
          figure: `${at}, growing tables read from end to end`,
          value: scanned.length,
          unit: '',
          // A table of some eighty pages is rightly read at once; what counts is that it ends as the table grows.
          ...(messages !== smallest?.messages && { goal: '0', met: scanned.length === 0 }),
          note: scanned.join(', '),
        },
      ]
    }),
  )
}

function grown(figure: string, value: number, limit: number | undefined, isFirst: boolean): Figure {
  if (isFirst || limit === undefined) {
    return { figure, value, unit: 'ms' }
  }
  const ratio = value / limit
  return { figure, value, unit: 'ms', limit, ratio, goal: `ratio ≤ ${goalGrowth}`, met: ratio <= goalGrowth }
}

async function readAmong(messages: number, how: Parameters<Bench>[0]): Promise<Record<string, MeasuredPage>> {
  const place = await openPlace()
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
    const server = await startServer(place.env)
    try {
      const pages: Record<string, MeasuredPage> = {}
      for (const [page, shots] of Object.entries(pagesOf(practice, conversations))) {
        pages[page] = await measurePage(place, server.pid, shots, { ...how, connections })
      }
      return pages
    } catch (error) {
      throw new Error(await server.log(), { cause: error })
    } finally {
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

function pagesOf(practice: TestPractice, conversations: number): Record<string, Shot[]> {
  const get = (path: string) =>
    shot(port, { method: 'GET', path: `/api/as/${practice.nurse.id}${path}`, token: tokenOf(practice.nurse) })
  const random = seededRandom(7)
  const anyConversation = () => seededId('conversation', Math.floor(random() * conversations))
  return {
    'inbox page': [get(`/queue?status=open&careTeamId=${practice.careTeam.id}`)],
    'closed conversations, newest': [get(`/queue?status=closed&careTeamId=${practice.careTeam.id}`)],
    'conversation page': Array.from({ length: 2_000 }, () => get(`/conversations/${anyConversation()}`)),
    'counts of every inbox': [get('/inboxes')],
  }
}

function tokenOf(person: Person): string {
  return (person.as['cookie'] ?? '').slice(`${sessionCookie}=`.length)
}
