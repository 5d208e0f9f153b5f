// What is promised here: a day's work is counted as it was done, however often and by however many it is counted; everybody
// sees what they answer for, and what a small group of patients did is shown to nobody.
import { beforeAll, describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { aPatient, aPractice, call, callLoosely, inPractice } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { insertMembers } from '../testing/members.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aCountedDay, countDays, done, open, reply, write } from './day.fixture.ts'

const house = useTestHouse()
let world: Awaited<ReturnType<typeof aCountedDay>>
const day = '2026-11-24'
const today = { from: day, until: day }

beforeAll(async () => {
  world = await aCountedDay(house())
  await countDays(house(), 3)
})

const look = async (who: 'administrator' | 'nurse' | 'physician' | 'clerk' | 'privacyOfficer', input: object = today) =>
  (await done(call(house(), world.practice[who], api.readSeeing, input))).body

describe('a day', () => {
  test('is counted in total, as it was done', async () => {
    const seen = await look('administrator')
    expect(seen).toMatchObject({ scope: 'practice', span: 'day', ...today })
    expect(seen.total).toEqual({
      arrived: 4,
      asked: 3,
      replied: 2,
      repliedInTime: 2,
      settled: 0,
      // An hour, and 11 to 12 with 1 to 5.
      reply: { count: 2, median: 60, p90: 300 },
      resolution: { count: 1, median: 300, p90: 300 },
      closed: 1,
      visitsAvoided: 1,
      visitsBooked: 0,
      redirected: 0,
      sentToEmergency: 0,
      sent: 2,
      sentAfterHours: 1,
      opened: 2,
    })
    expect(seen.steps).toMatchObject([{ ...today, arrived: 4, waiting: 1, late: 0, resolution: { median: 300 } }])
  })

  test('is counted for each topic, inbox and person', async () => {
    const seen = await look('administrator')
    const { practice } = world
    expect(seen.topics).toMatchObject([{ id: practice.topic.id, arrived: 4, now: { waiting: 1 } }])
    expect(seen.inboxes).toMatchObject([{ careTeam: { id: practice.careTeam.id }, replied: 2 }])
    const people = new Map(seen.people.map((line) => [line.person.id, line]))
    expect(people.size).toBe(2)
    expect(people.get(practice.nurse.id)).toMatchObject({
      replied: 1,
      sentAfterHours: 0,
      opened: 1,
      closed: 0,
      arrived: 0,
    })
    expect(people.get(practice.physician.id)).toMatchObject({ replied: 1, sentAfterHours: 1, opened: 1, closed: 1 })
  })

  test('shows how it stands now, and how old what waits is', async () => {
    const { now } = await look('administrator')
    expect(now).toMatchObject({ waiting: 1, late: 0, unread: 0 })
    expect(now.ages).toEqual([
      { age: 'day', waiting: 1 },
      { age: 'three-days', waiting: 0 },
      { age: 'week', waiting: 0 },
      { age: 'longer', waiting: 0 },
    ])
  })

  test('counted by two at once is counted once', async () => {
    await Promise.all([countDays(house()), countDays(house())])
    expect((await look('administrator')).total).toMatchObject({ arrived: 4, replied: 2, opened: 2 })
  })
})

describe('what is expected', () => {
  test('is measured for each role, from the message and from when it is theirs', async () => {
    const { practice } = world
    const none = await look('administrator')
    expect(none.roles).toMatchObject([
      { role: 'nurse', people: 1, triage: null, answer: null },
      { role: 'physician', people: 1, triage: null, answer: null },
    ])
    const items = [
      { role: 'nurse' as const, triageMinutes: 20, replyMinutes: 30 },
      { role: 'physician' as const, triageMinutes: null, replyMinutes: 240 },
    ]
    await done(call(house(), practice.administrator, api.saveExpectations, { items, version: 0 }))
    expect((await look('administrator')).roles).toMatchObject([
      // Looked at after 30 minutes, answered 30 minutes after claiming it.
      { role: 'nurse', triage: { minutes: 20, of: 1, inTime: 0 }, answer: { minutes: 30, of: 1, inTime: 1 } },
      { role: 'physician', triage: null, answer: { minutes: 240, of: 1, inTime: 0 } },
    ])
  })

  test('is read by all who work there, and changed on the newest form alone', async () => {
    const { practice } = world
    const { body } = await call(house(), practice.clerk, api.listExpectations, {})
    expect(body.items.map(({ role }) => role)).toEqual(['physician', 'nurse-practitioner', 'nurse', 'clerk'])
    const form = { items: [{ role: 'clerk' as const, triageMinutes: 60, replyMinutes: null }], version: 0 }
    const stale = await call(house(), practice.administrator, api.saveExpectations, form)
    expect(stale).toMatchObject({ status: 409, body: { code: 'changed-meanwhile' } })
    const same = { items: body.items, version: 0 }
    expect(await call(house(), practice.administrator, api.saveExpectations, same)).toMatchObject({
      status: 200,
      body: { version: body.version },
    })
  })

  test.each([
    [{ items: [{ role: 'nurse', triageMinutes: 4, replyMinutes: null }] }, { path: 'items.0.triageMinutes' }],
    [
      { items: [{ role: 'nurse', triageMinutes: null, replyMinutes: limits.expectedMinutes + 1 }] },
      { path: 'items.0.replyMinutes', code: 'too-long' },
    ],
    [{ items: [{ role: 'administrator', triageMinutes: null, replyMinutes: null }] }, { path: 'items.0.role' }],
    [
      {
        items: [
          { role: 'nurse', triageMinutes: null, replyMinutes: null },
          { role: 'nurse', triageMinutes: 60, replyMinutes: null },
        ],
      },
      { path: 'items.1.role', code: 'duplicate' },
    ],
  ])('is refused: %j', async (input, field) => {
    const form = { ...input, version: 1 }
    const answer = await callLoosely(house(), world.practice.administrator, api.saveExpectations, form)
    expect(answer).toMatchObject({ status: 422, body: { fields: [field] } })
  })
})

describe('who sees what', () => {
  test('the owner of an inbox sees it, by person', async () => {
    const seen = await look('nurse')
    expect(seen).toMatchObject({ scope: 'inboxes', total: { arrived: 4, replied: 2 }, reading: [] })
    expect(seen.people).toHaveLength(2)
    expect(seen.choices.people.map(({ id }) => id)).toContain(world.practice.physician.id)
  })

  test('everybody sees their own, and nobody else', async () => {
    const seen = await look('clerk')
    expect(seen).toMatchObject({ scope: 'own', total: { arrived: 0, replied: 0 }, people: [], reading: [] })
    expect(seen.choices).toMatchObject({ careTeams: [], people: [] })
    const other = { ...today, practitionerId: world.practice.physician.id }
    expect((await call(house(), world.practice.clerk, api.readSeeing, other)).status).toBe(403)
    expect((await call(house(), world.practice.administrator, api.readSeeing, other)).body.total).toMatchObject({
      replied: 1,
      closed: 1,
    })
  })

  test('nothing of another practice', async () => {
    const other = await aPractice(house())
    await countDays(house())
    const { body } = await call(house(), other.administrator, api.readSeeing, today)
    expect(body).toMatchObject({ total: { arrived: 0, replied: 0 }, people: [], topics: [], now: { waiting: 0 } })
  })
})

describe('the list behind a figure', () => {
  const list = async (who: 'administrator' | 'nurse' | 'physician' | 'clerk', figure: string) =>
    (await done(call(house(), world.practice[who], api.listSeen, { figure, ...today } as never))).body as {
      items: {
        conversationId: string | null
        patient: unknown
        subject: string | null
        person: { id: string } | null
      }[]
    }

  test.each([
    ['waiting', ['waiting']],
    ['arrived', ['waiting', 'closed', 'answered']],
    ['replied', ['closed', 'answered']],
    ['replied-late', []],
    ['settled', []],
    ['closed', ['closed']],
    ['visit-avoided', ['closed']],
    ['visit-booked', []],
    ['after-hours', ['closed']],
    ['opened', ['closed', 'answered']],
    ['late', []],
    ['unread', []],
  ] as const)('%s: %j', async (figure, names) => {
    const { items } = await list('nurse', figure)
    expect(items.map(({ conversationId }) => conversationId)).toEqual(names.map((name) => world.conversations[name]))
  })

  test('says whose it is to those who may open it, and to an administrator only what was counted', async () => {
    const nurse = await list('nurse', 'closed')
    expect(nurse.items).toMatchObject([
      { patient: { id: world.french.id }, subject: 'A refill', person: { id: world.practice.physician.id } },
    ])
    const { items } = await list('administrator', 'closed')
    expect(items).toMatchObject([
      { conversationId: null, patient: null, subject: null, person: { id: world.practice.physician.id } },
    ])
    expect(JSON.stringify(items)).not.toContain(world.french.id)
    const acts = await inPractice(house(), world.practice.id, (tx) =>
      tx.selectFrom('audit_events').select('payload').orderBy('id', 'desc').limit(2).execute(),
    )
    expect(acts.map(({ payload }) => JSON.parse(payload.toString('utf8')))).toMatchObject([
      { act: 'seeing.list', actor: { role: 'administrator' }, patient: [] },
      { act: 'seeing.list', actor: { role: 'nurse' }, patient: [world.french.id] },
    ])
  })

  test('shows an administrator who stands in the inbox no more than any other', async () => {
    const { practice } = world
    await inPractice(house(), practice.id, (tx) =>
      insertMembers(tx, practice.id, [[practice.careTeam.id, practice.administrator.id]]),
    )
    const { items } = await list('administrator', 'closed')
    expect(items).toMatchObject([{ conversationId: null, patient: null, subject: null }])
  })

  test('goes on page after page', async () => {
    const first = await call(house(), world.practice.nurse, api.listSeen, { figure: 'arrived', ...today, limit: 2 })
    expect(first.body.items.map(({ conversationId }) => conversationId)).toEqual([
      world.conversations.waiting,
      world.conversations.closed,
    ])
    const { nextCursor } = first.body
    const second = await call(house(), world.practice.nurse, api.listSeen, {
      figure: 'arrived',
      ...today,
      limit: 2,
      cursor: nextCursor ?? '',
    })
    expect(second.body).toMatchObject({ items: [{ conversationId: world.conversations.answered }], nextCursor: null })
  })

  test('of a colleague is not for a colleague', async () => {
    const of = { figure: 'replied' as const, ...today, practitionerId: world.practice.nurse.id }
    expect((await call(house(), world.practice.clerk, api.listSeen, of)).status).toBe(403)
    expect((await call(house(), world.practice.nurse, api.listSeen, of)).body.items).toHaveLength(1)
  })
})

describe('the file', () => {
  test('holds one table, in the language asked for, and is recorded', async () => {
    const { practice } = world
    await inPractice(house(), practice.id, (tx) =>
      tx.updateTable('care_teams').set({ name_fr: '=cmd|x' }).where('id', '=', practice.careTeam.id).execute(),
    )
    const asked = { table: 'inboxes', language: 'fr', ...today }
    const file = await callLoosely(house(), practice.administrator, api.exportSeeing, asked)
    expect(file.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="threadwell-inboxes-2026-11-24-2026-11-24.csv"',
    })
    const [head, line] = String(file.body).split('\r\n')
    expect(head).toMatch(/^\uFEFFBoîte,Messages de patients,/)
    expect(line).toMatch(/^'=cmd\|x,4,3,2,2,0,1,1,/)
    const last = await inPractice(house(), practice.id, (tx) =>
      tx.selectFrom('audit_events').select('payload').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow(),
    )
    expect(JSON.parse(last.payload.toString('utf8'))).toMatchObject({
      act: 'seeing.export',
      info: ['export', 'inboxes'],
    })
  })

  test.each(['steps', 'topics', 'inboxes', 'people', 'roles', 'reading'])(
    '%s: every row as long as the head',
    async (table) => {
      const asked = { table, ...today }
      const file = await callLoosely(house(), world.practice.administrator, api.exportSeeing, asked)
      const rows = String(file.body).trim().split('\r\n')
      expect(new Set(rows.map((row) => row.split(',').length)).size).toBe(1)
    },
  )
})

describe('bad input', () => {
  test.each([
    [
      { from: '2026-11-25', until: '2026-11-24' },
      { path: 'from', code: 'after-until' },
    ],
    [
      { from: '2025-11-01', until: '2026-11-24' },
      { path: 'from', code: 'too-long-ago', limit: limits.seenDays },
    ],
    [{ from: 'yesterday' }, { path: 'from', code: 'malformed' }],
    [{ topicId: 'x' }, { path: 'topicId', code: 'malformed' }],
  ])('%j is refused', async (input, field) => {
    const answer = await callLoosely(house(), world.practice.administrator, api.readSeeing, input)
    expect(answer).toMatchObject({ status: 422, body: { fields: [field] } })
  })

  test('a group of patients is asked for with what they have not read alone', async () => {
    const asked = { figure: 'waiting', ageBand: '80-up' }
    const answer = await callLoosely(house(), world.practice.nurse, api.listSeen, asked)
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'ageBand', code: 'only-for-unread' }] } })
  })
})

// The clock moves here, so this comes last.
describe('days later', () => {
  test('a day that is over is counted once more and then stands; a large group is shown and a small one is not', async () => {
    const { practice } = world
    const writeAndAnswer = async (options: object) => {
      const patient = await aPatient(house(), practice, options)
      const conversationId = await write(house(), practice, patient)
      await reply(house(), practice.nurse, conversationId)
      return { patient, conversationId }
    }
    for (let person = 0; person < limits.smallGroupPatients; person++) {
      await writeAndAnswer({ birthDate: '1970-05-17' })
    }
    const old = await writeAndAnswer({ birthDate: '1944-02-03', language: 'fr' })
    house().clock.advance({ days: 1 })
    const { body } = await call(house(), old.patient, api.readConversation, { conversationId: old.conversationId })
    const sequence = body.messages.at(-1)?.sequence ?? 0
    await done(call(house(), old.patient, api.markRead, { conversationId: old.conversationId, sequence }))
    house().clock.advance({ days: 3 })
    await countDays(house())

    const seen = await look('administrator', {})
    expect(seen.reading).toEqual([
      { language: 'en', ageBand: '40-64', messages: 11, unread: 11 },
      { language: 'fr', ageBand: '80-up', messages: null, unread: null },
    ])
    expect(seen.steps.find(({ from }) => from === day)).toMatchObject({ arrived: 15, replied: 13, waiting: 1, late: 0 })
    expect(seen.steps.at(-1)).toMatchObject({ from: '2026-11-28', arrived: 0, waiting: 1, late: 1 })
    expect(seen.now).toMatchObject({ waiting: 1, late: 1, unread: 12 })
    expect(seen.now.ages).toContainEqual({ age: 'week', waiting: 1 })
  })

  test('who has not read is listed to those who may open it, by language and age', async () => {
    const { practice } = world
    const asked = { figure: 'unread', language: 'en', ageBand: '40-64', limit: 3 } as const
    const first = await done(call(house(), practice.nurse, api.listSeen, asked))
    expect(first.body.items).toHaveLength(3)
    expect(first.body.nextCursor).not.toBeNull()
    const french = { figure: 'unread', language: 'fr' } as const
    const { items } = (await done(call(house(), practice.nurse, api.listSeen, french))).body
    expect(items.map(({ conversationId }) => conversationId)).toEqual([world.conversations.closed])
    // An administrator opens none: how many there are in a group would say something about a few.
    expect((await done(call(house(), practice.administrator, api.listSeen, asked))).body.items).toEqual([])
  })

  test('who comes back after a while opens it again', async () => {
    const { nurse } = world.practice
    await open(house(), nurse, world.conversations.waiting)
    house().clock.advance({ seconds: 30 })
    await open(house(), nurse, world.conversations.waiting)
    house().clock.advance({ minutes: 5 })
    await open(house(), nurse, world.conversations.waiting)
    await countDays(house())
    const seen = await look('administrator', { from: '2026-11-28' })
    expect(seen.total.opened).toBe(2)
  })

  test('a month that is over says the same as its days', async () => {
    house().clock.advance({ days: 6 })
    await countDays(house(), 2)
    const byDay = await look('administrator', { from: '2026-11-20', until: '2026-12-04' })
    const byMonth = await look('administrator', { from: '2026-03-01', until: '2026-12-04' })
    expect([byDay.span, byMonth.span]).toEqual(['day', 'month'])
    expect(byDay.total.replied).toBe(13)
    expect(byMonth.total).toEqual(byDay.total)
    expect(byMonth.people).toEqual(byDay.people)
    expect(byMonth.roles).toEqual(byDay.roles)
    const months = await inPractice(house(), world.practice.id, (tx) =>
      tx.selectFrom('seen_months').select('month').distinct().execute(),
    )
    expect(months).toEqual([{ month: '2026-11-01' }])
  })

  test('months that were counted before they were added up are read as days, and then added up', async () => {
    const { practice } = world
    const asked = { from: '2026-03-01', until: '2026-12-04' }
    const before = await look('administrator', asked)
    await inSystem(
      house(),
      practice.id,
    )(async ({ tx }) => {
      await tx.deleteFrom('seen_months').where('practice_id', '=', practice.id).execute()
      await tx.updateTable('seen_progress').set({ months_until: null }).where('practice_id', '=', practice.id).execute()
    })
    expect((await look('administrator', asked)).total).toEqual(before.total)
    house().clock.advance({ days: 1 })
    await countDays(house())
    expect((await look('administrator', asked)).total).toEqual(before.total)
    const months = await inPractice(house(), practice.id, (tx) =>
      tx.selectFrom('seen_months').select('month').distinct().execute(),
    )
    expect(months).toEqual([{ month: '2026-11-01' }])
  })
})

// Last, since it adds to the day.
test('a conversation stands once in a list, however many of its messages fit and however short the pages are', async () => {
  const { conversations, practice, english } = world
  await reply(house(), english, conversations.answered)
  const found: (string | null)[] = []
  let cursor: string | undefined
  do {
    const asked = { figure: 'arrived' as const, limit: 1, ...(cursor !== undefined && { cursor }) }
    const { body } = await call(house(), practice.nurse, api.listSeen, asked)
    found.push(...body.items.map(({ conversationId }) => conversationId))
    cursor = body.nextCursor ?? undefined
  } while (cursor !== undefined && found.length < 100)
  expect(new Set(found).size).toBe(found.length)
  const ofThatDay: (string | null)[] = [conversations.answered, conversations.waiting, conversations.closed]
  expect(found.filter((id) => ofThatDay.includes(id))).toEqual(ofThatDay)
})
