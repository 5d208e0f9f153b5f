// What is promised here: whoever may know of a change hears its id within moments, nobody else does, and a dropped
// connection leaves neither a gap nor a repeat.
import { randomInt } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { ConversationHint } from '../platform/live.ts'
import { aReply, aWaitingMessage, aWaitingPractice } from '../tasks/queue.fixture.ts'
import {
  anAccount,
  aCareTeam,
  aPatient,
  aPractice,
  aPractitioner,
  anyone,
  call,
  inPractice,
  type Person,
  type TestPractice,
} from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { type Event, openStream, type OpenStream } from './stream.fixture.ts'

const house = useTestHouse()
let port = 0
const opened: OpenStream[] = []

beforeAll(async () => {
  await house().app.listen({ host: '127.0.0.1', port: 0 })
  port = (house().app.server.address() as AddressInfo).port
})

afterEach(() => {
  opened.splice(0).forEach((stream) => stream.drop())
})

async function listen(person: Parameters<typeof openStream>[1], options: Parameters<typeof openStream>[2] = {}) {
  const stream = await openStream(port, person, options)
  opened.push(stream)
  return stream
}

/** A stream that has begun: what comes now is news. */
async function listening(person: Person): Promise<OpenStream> {
  const stream = await listen(person)
  await stream.heard(1)
  return stream
}

function publish(practice: { id: string }, hint: Partial<ConversationHint> = {}): string {
  const conversationId = hint.conversationId ?? uuidv7()
  house().way.house.live.publish({
    practiceId: practice.id,
    conversationId,
    patientId: uuidv7(),
    careTeamIds: [],
    practitionerIds: [],
    ...hint,
  })
  return conversationId
}

/** What each of these has heard of a conversation, once all of them have surely heard everything up to now. */
async function whoHeard(
  practice: TestPractice,
  streams: Map<Person, OpenStream>,
  conversationId: string,
): Promise<string[]> {
  const people = [...streams.keys()]
  const last = new Map(
    people.map((person) => [person, publish(practice, { patientId: person.id, practitionerIds: [person.id] })]),
  )
  const heard: string[] = []
  for (const [person, stream] of streams) {
    const isLast = (event: Event) => event.conversationId === last.get(person)
    await expect.poll(() => stream.events.some(isLast), { timeout: 5_000, interval: 5 }).toBe(true)
    if (stream.events.some((event) => event.conversationId === conversationId)) {
      heard.push(person.name)
    }
  }
  return heard.sort()
}

test('a stream begins with how soon to come back and where it stands', async () => {
  const { nurse } = await aPractice(house())
  const stream = await listening(nurse)
  expect(stream.status).toBe(200)
  expect(stream.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-accel-buffering': 'no',
  })
  expect(stream.body()).toMatch(/^retry: 1000\n\nid: [0-9a-f]{12}-\d+\nevent: reset\ndata: \{\}\n\n$/)
})

test('it is for members alone, like every request', async () => {
  const practice = await aPractice(house())
  const suspended = await aPractitioner(house(), practice, { role: 'nurse', status: 'suspended' })
  const path = `/api/as/${practice.nurse.id}/live`
  expect((await listen(anyone(house()), { path })).status).toBe(401)
  expect((await listen(await anAccount(house()), { path })).status).toBe(404)
  expect((await listen(practice.physician, { path })).status).toBe(404)
  const refused = await listen(suspended)
  expect([refused.status, refused.headers['content-type']]).toEqual([403, 'application/problem+json; charset=utf-8'])
})

test('a message is heard by its patient, by those of its inbox, by the patient’s doctor and by whoever gave a reason', async () => {
  const practice = await aPractice(house())
  const [doctor, curious, elsewhere] = await Promise.all([
    aPractitioner(house(), practice, { role: 'physician', name: 'The doctor' }),
    aPractitioner(house(), practice, { role: 'nurse', name: 'With a reason' }),
    aPractitioner(house(), practice, { role: 'nurse', name: 'Of another inbox' }),
  ])
  await aCareTeam(house(), practice, { owner: elsewhere, backup: practice.nurse, members: [elsewhere] })
  const patient = await aPatient(house(), practice, { usualPractitionerId: doctor.id, familyName: 'Writer' })
  const otherPatient = await aPatient(house(), practice)
  const now = house().clock.now()
  await inPractice(house(), practice.id, (tx, keys) =>
    keys.load([patient.id]).then(() =>
      tx
        .insertInto('access_grants')
        .values({
          practice_id: practice.id,
          id: uuidv7(),
          patient_id: patient.id,
          practitioner_id: curious.id,
          reason_sealed: keys.seal(
            'access_grants.reason_sealed',
            { id: uuidv7(), version: 1, patientId: patient.id },
            'x',
          ),
          granted_at: now,
          expires_at: new Date(now.getTime() + 60_000),
        })
        .execute(),
    ),
  )
  const streams = new Map<Person, OpenStream>()
  for (const person of [
    patient,
    otherPatient,
    doctor,
    curious,
    elsewhere,
    practice.nurse,
    practice.clerk,
    practice.administrator,
    practice.privacyOfficer,
  ]) {
    streams.set(person, await listening(person))
  }
  const { conversationId } = await aWaitingMessage(house(), practice, { patient })
  expect(await whoHeard(practice, streams, conversationId)).toEqual(
    [patient, doctor, curious, practice.nurse, practice.clerk].map((person) => person.name).sort(),
  )
})

test('a reason that has run out lets nobody hear', async () => {
  const { practice, patient } = await aWaitingPractice(house())
  const curious = await aPractitioner(house(), practice, { role: 'nurse' })
  const now = house().clock.now()
  await inPractice(house(), practice.id, (tx) =>
    tx
      .insertInto('access_grants')
      .values({
        practice_id: practice.id,
        id: uuidv7(),
        patient_id: patient.id,
        practitioner_id: curious.id,
        reason_sealed: Buffer.from('x'),
        granted_at: new Date(now.getTime() - 120_000),
        expires_at: new Date(now.getTime() - 60_000),
      })
      .execute(),
  )
  const stream = await listening(curious)
  const conversationId = publish(practice, { patientId: patient.id })
  expect(await whoHeard(practice, new Map([[curious, stream]]), conversationId)).toEqual([])
})

test('who gets a task hears of it, and so does the inbox that loses it', async () => {
  const { practice, conversationId, taskId, version } = await aWaitingPractice(house())
  const specialist = await aPractitioner(house(), practice, { role: 'physician', name: 'Specialist' })
  const inbox = await aCareTeam(house(), practice, {
    owner: specialist,
    backup: practice.physician,
    members: [specialist],
  })
  const stream = new Map([
    [practice.clerk, await listening(practice.clerk)],
    [specialist, await listening(specialist)],
  ])
  await call(house(), practice.nurse, api.assignTask, { taskId, version, careTeamId: inbox.id })
  expect(await whoHeard(practice, stream, conversationId)).toEqual(['Beatrice Okafor', 'Specialist'])
  const before = stream.get(practice.clerk)?.events.length
  await aReply(house(), specialist, conversationId)
  await whoHeard(practice, stream, conversationId)
  // Now it is none of the first inbox's: one event more, which is the one that was waited for.
  expect(stream.get(practice.clerk)?.events.slice(before)).toHaveLength(1)
})

test('nothing of another practice is heard', async () => {
  const [one, other] = await Promise.all([aPractice(house()), aPractice(house())])
  const stream = await listening(one.nurse)
  const foreign = publish(other, {
    practitionerIds: [one.nurse.id],
    careTeamIds: [one.careTeam.id],
    patientId: one.nurse.id,
  })
  expect(await whoHeard(one, new Map([[one.nurse, stream]]), foreign)).toEqual([])
})

test.each(['header', 'query'] as const)(
  'what was missed comes first after coming back, with the id in the %s',
  async (place) => {
    const practice = await aPractice(house())
    const careTeamIds = [practice.careTeam.id]
    const first = await listening(practice.nurse)
    publish(practice, { careTeamIds })
    const lastId = (await first.heard(2)).at(-1)?.id ?? ''
    first.drop()
    const missed = [publish(practice, { careTeamIds }), publish(practice), publish(practice, { careTeamIds })]
    await settled(practice)
    const again = await listen(practice.nurse, place === 'header' ? { lastId } : { after: lastId })
    const news = publish(practice, { careTeamIds })
    expect((await again.heard(3)).map((event) => event.conversationId)).toEqual([missed[0], missed[2], news])
  },
)

/** Until everything published so far has come round. */
async function settled(practice: TestPractice): Promise<void> {
  const stream = await listening(practice.physician)
  publish(practice, { practitionerIds: [practice.physician.id] })
  await stream.heard(2)
  stream.drop()
}

test.each(['', 'nonsense', '000000000000-1', '000000000000-', '%00', '-1'])(
  'an id that is not of this server (%s) begins with a reset',
  async (lastId) => {
    const { nurse } = await aPractice(house())
    const stream = await listen(nurse, { after: lastId })
    expect((await stream.heard(1))[0]?.type).toBe('reset')
  },
)

test('an id too old to be remembered, and one from the future, begin with a reset', async () => {
  const practice = await aPractice(house())
  const id = (await listening(practice.nurse)).events[0]?.id ?? ''
  const [epoch, count] = id.split('-')
  for (const lastId of [
    `${epoch}-${Number(count) + 1_000_000}`,
    ...(Number(count) > limits.liveRecentHints ? [`${epoch}-0`] : []),
  ]) {
    const stream = await listen(practice.nurse, { lastId })
    expect((await stream.heard(1))[0]?.type).toBe('reset')
  }
})

test('whoever comes and goes while changes pour in hears each of them once', async () => {
  const practice = await aPractice(house())
  const careTeamIds = [practice.careTeam.id]
  for (let round = 0; round < 5; round++) {
    const published: string[] = []
    const readers = await Promise.all([1, 2, 3].map(() => anUnsteadyReader(practice.nurse)))
    for (let burst = 0; burst < 30; burst++) {
      for (let count = randomInt(1, 12); count > 0; count--) {
        published.push(publish(practice, { careTeamIds }))
      }
      await new Promise((resolve) => setTimeout(resolve, randomInt(0, 6)))
    }
    for (const reader of readers) {
      expect(await reader.all(published.length)).toEqual(published)
    }
  }
})

/** Reads, is cut off after a few moments, and comes back from what it heard last; again and again until it has all. */
async function anUnsteadyReader(person: Person) {
  const first = await listening(person)
  let lastId = first.events[0]?.id ?? ''
  first.drop()
  const heard: (string | null)[] = []
  const state = { isDone: false }
  const reading = (async () => {
    while (!state.isDone) {
      const stream = await listen(person, { lastId })
      await new Promise((resolve) => setTimeout(resolve, randomInt(0, 25)))
      stream.drop()
      const events = [...stream.events]
      expect(events.map((event) => event.type)).not.toContain('reset')
      heard.push(...events.map((event) => event.conversationId))
      lastId = events.at(-1)?.id ?? lastId
    }
  })()
  return {
    async all(count: number) {
      await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count)
      state.isDone = true
      await reading
      return heard
    },
  }
}

test('a session has so many streams and no more', async () => {
  const { nurse, clerk } = await aPractice(house())
  const streams = await Promise.all(Array.from({ length: limits.liveStreamsPerSession }, () => listen(nurse)))
  expect(streams.every((stream) => stream.status === 200)).toBe(true)
  const refused = await listen(nurse)
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, String(limits.liveTooManySeconds)])
  expect((await listen(clerk)).status).toBe(200)
  streams[0]?.drop()
  await expect.poll(async () => (await listen(nurse)).status, { timeout: 5_000 }).toBe(200)
})
