import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sessionCookie } from '../server/access/authenticate.ts'
import { limits } from '../shared/limits.ts'
import type { Bench } from './bench.ts'
import { shot } from './drive.ts'
import { atMost, type Figure, quantile } from './figures.ts'
import type { LiveDriven, LiveOrder } from './live-driver.ts'
import { loadConversations, patientNumber } from './load.ts'
import { loadPractice } from './load-people.ts'
import { openPlace, port } from './place.ts'
import { seededId, seededToken } from './seeded.ts'
import { residentBytes, startServer } from './server-process.ts'

const goalBytes = 20_000
const goalMs = 150

/**
 * What ten thousand open streams of changes weigh, how long a patient's message takes to a nurse's screen beside a
 * thousand of them, and how soon all are open again when they are cut.
 */
export const live: Bench = async (how) => {
  const [few, many] = how.isTiny ? [20, 60] : [1_000, limits.liveStreams - 1]
  const place = await openPlace()
  try {
    const practice = await loadPractice(place.house, many)
    const conversations = how.isTiny ? 40 : 2_000
    await loadConversations(place, practice, {
      from: 0,
      conversations,
      messagesEach: 2,
      patients: many,
      awaiting: 0,
      open: 100,
    })
    const server = await startServer(place.env)
    const driver = fork(fileURLToPath(new URL('live-driver.ts', import.meta.url)), { serialization: 'advanced' })
    const tell = async (order: LiveOrder): Promise<LiveDriven> => {
      driver.send(order)
      const [answer] = (await Promise.race([once(driver, 'message'), once(driver, 'exit')])) as [
        LiveDriven | number | null,
      ]
      if (typeof answer !== 'object' || answer === null) {
        throw new Error('the driver ended early')
      }
      return answer
    }
    const streamOf = (id: string, token: string) => shot(port, { method: 'GET', path: `/api/as/${id}/live`, token })
    const patients = Array.from({ length: many }, (_, number) =>
      streamOf(seededId('patient', number), seededToken(number)),
    )
    try {
      await tell({ open: patients.slice(0, few), port })
      const nurse = streamOf(practice.nurse.id, (practice.nurse.as['cookie'] ?? '').slice(`${sessionCookie}=`.length))
      const sends = Array.from({ length: conversations }, (_, number) => {
        const patient = patientNumber({ patients: many }, number)
        return shot(port, {
          method: 'POST',
          path: `/api/as/${seededId('patient', patient)}/conversations/${seededId('conversation', number)}/messages`,
          token: seededToken(patient),
          body: { messageId: '%ID%', text: 'Is it too early to stop the tablets?', attachmentIds: [] },
        })
      })
      const perSecond = 20
      const wanted = how.isTiny ? 10 : Math.min(conversations, how.rounds * how.seconds * perSecond)
      const heard = await tell({ listen: nurse, sends: sends.slice(0, wanted), perSecond, port })
      const before = await residentBytes(server.pid)
      await tell({ open: patients.slice(few), port })
      const after = await residentBytes(server.pid)
      const each = before === null || after === null ? null : (after - before) / (many - few)
      const again = await tell({ reopen: patients, port })
      return [
        ...figuresOf(heard, few),
        ...figuresOfCut(again, many),
        atMost(
          {
            figure: `live, memory of each of ${many.toLocaleString('en-CA')} idle streams`,
            value: each,
            unit: 'bytes',
          },
          goalBytes,
        ),
      ]
    } catch (error) {
      throw new Error(await server.log(), { cause: error })
    } finally {
      driver.kill()
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

/** As when a line or a server is gone for a moment: everybody comes back at once. */
function figuresOfCut({ heardMs, missed }: LiveDriven, streams: number): Figure[] {
  const many = `${streams.toLocaleString('en-CA')} streams cut at once`
  return [
    { figure: `live, ${many}, open again, p50`, value: quantile(heardMs, 0.5), unit: 'ms' },
    { figure: `live, ${many}, all open again`, value: Math.max(...heardMs), unit: 'ms' },
    { figure: `live, ${many}, asked in vain and again`, value: missed, unit: '' },
  ]
}

/** Held against the answer to the message itself, which waits for the same commit. */
function figuresOf({ heardMs, answeredMs, missed }: LiveDriven, streams: number): Figure[] {
  const beside = `beside ${streams.toLocaleString('en-CA')} streams`
  const row = (name: string, at: number): Figure => {
    const [value, limit] = [quantile(heardMs, at), quantile(answeredMs, at)]
    return {
      figure: `live, a message to the other screen, ${name}, ${beside}`,
      value,
      unit: 'ms',
      limit,
      ratio: value / limit,
    }
  }
  const slow = row('p99', 0.99)
  return [
    { ...row('p50', 0.5), note: 'against the answer to the message itself' },
    { ...slow, goal: `≤ ${goalMs}`, met: (slow.value ?? Number.NaN) <= goalMs },
    { figure: 'live, changes that never came', value: missed, unit: '', goal: '0', met: missed === 0 },
  ]
}
