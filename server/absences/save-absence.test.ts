// What is promised here: an absence that cannot be is refused by the name of its field; who may write whose; and what one
// has typed is not lost to a colleague's change.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { canChangeAbsence } from '../access/absences.ts'
import type { Actor } from '../access/context.ts'
import { aCareTeam, aPractice, aPractitioner, call, type Person, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { anAbsence, anAbsenceForm, aRotation, inbox, inHours, person } from './absences.fixture.ts'

const house = useTestHouse()
type Form = ReturnType<typeof anAbsenceForm>

const save = (by: Person, form: Form) => call(house(), by, api.saveAbsence, form)
const own = (who: Person, more: Record<string, unknown> = {}) => anAbsenceForm(house(), person(who), more)

test('an absence is seen by colleagues, with its reason for those alone who may change it', async () => {
  const { physician, nurse, administrator } = await aPractice(house())
  const note = { en: 'Back on Monday.', fr: 'De retour lundi.' }
  const form = own(physician, { cover: person(nurse), note, reason: 'illness' })
  const saved = await save(physician, form)
  expect(saved).toMatchObject({
    status: 200,
    body: {
      from: form.from,
      until: form.until,
      note,
      reason: 'illness',
      state: 'planned',
      canChange: true,
      version: 1,
    },
  })
  const listOf = async (by: Person) => (await call(house(), by, api.listAbsences, {})).body
  expect((await listOf(nurse)).items).toMatchObject([
    {
      who: { id: physician.id, name: physician.name },
      cover: { id: nurse.id, name: nurse.name },
      reason: null,
      note,
      canChange: false,
    },
  ])
  expect((await listOf(administrator)).items).toMatchObject([{ reason: 'illness', canChange: true }])
})

test('over the night on which the clocks go back, it ends at the time that was typed', async () => {
  const { physician } = await aPractice(house())
  const form = own(physician, { from: '2027-11-06T12:00', until: '2027-11-07T12:00' })
  const { body } = await save(physician, form)
  expect(body).toMatchObject({ from: form.from, until: form.until })
  expect(Date.parse(body.endsAt) - Date.parse(body.startsAt)).toBe(25 * 3_600_000)
})

test.each<[string, (p: TestPractice) => Record<string, unknown>, string, string]>([
  ['ends before it begins', () => ({ from: inHours(house(), 5), until: inHours(house(), 4) }), 'until', 'before-from'],
  ['ends when it begins', () => ({ from: inHours(house(), 5), until: inHours(house(), 5) }), 'until', 'before-from'],
  ['is over', () => ({ from: inHours(house(), -5), until: inHours(house(), -4) }), 'until', 'in-the-past'],
  ['began long ago', () => ({ from: inHours(house(), -24 * 40) }), 'from', 'too-long-ago'],
  [
    'is years ahead',
    () => ({ from: inHours(house(), 24 * 900), until: inHours(house(), 24 * 901) }),
    'from',
    'too-far-ahead',
  ],
  ['lasts for years', () => ({ until: inHours(house(), 24 * 800) }), 'until', 'too-long'],
  ['is on a day that does not exist', () => ({ until: '2027-02-30T12:00' }), 'until', 'date'],
  ['is written otherwise', () => ({ until: 'tomorrow' }), 'until', 'malformed'],
  ['is covered by oneself', (p) => ({ cover: person(p.physician) }), 'cover', 'same-as-who'],
  [
    'is covered by nobody of ours',
    (p) => ({ cover: { kind: 'practitioner', id: p.id } }),
    'cover',
    'not-a-working-colleague',
  ],
  [
    'is covered by who does not work in inboxes',
    (p) => ({ cover: person(p.administrator) }),
    'cover',
    'not-a-working-colleague',
  ],
  ['is covered by no inbox of ours', (p) => ({ cover: { kind: 'care-team', id: p.id } }), 'cover', 'not-found'],
  ['has a note in one language', () => ({ note: { en: 'Away.', fr: '' } }), 'note.fr', 'empty'],
  ['has a long note', () => ({ note: { en: 'x'.repeat(301), fr: 'Absente.' } }), 'note.en', 'too-long'],
])('an absence that %s is refused', async (_words, change, path, code) => {
  const practice = await aPractice(house())
  const answer = await save(practice.physician, own(practice.physician, change(practice)) as Form)
  expect(answer).toMatchObject({ status: 422, body: { fields: [{ path, code }] } })
  expect((await call(house(), practice.physician, api.listAbsences, {})).body.items).toEqual([])
})

test('a suspended colleague covers nobody', async () => {
  const practice = await aPractice(house())
  const suspended = await aPractitioner(house(), practice, { role: 'physician', status: 'suspended' })
  const answer = await save(practice.physician, own(practice.physician, { cover: person(suspended) }))
  expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'cover', code: 'not-a-working-colleague' }] } })
})

test('two absences of one person do not overlap; they may touch', async () => {
  const { physician } = await aPractice(house())
  await anAbsence(house(), physician, own(physician, { from: inHours(house(), 10), until: inHours(house(), 20) }))
  for (const [from, until] of [
    [9, 11],
    [12, 13],
    [19, 30],
    [5, 40],
  ] as const) {
    const answer = await save(
      physician,
      own(physician, { from: inHours(house(), from), until: inHours(house(), until) }),
    )
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'from', code: 'overlapping' }] } })
  }
  await anAbsence(house(), physician, own(physician, { from: inHours(house(), 20), until: inHours(house(), 30) }))
  await anAbsence(house(), physician, own(physician, { from: inHours(house(), 5), until: inHours(house(), 10) }))
})

test('colleagues who would cover each other are told; on other days they may', async () => {
  const { physician, nurse, clerk } = await aPractice(house())
  await anAbsence(house(), physician, own(physician, { cover: person(nurse) }))
  const ring = await save(nurse, own(nurse, { cover: person(physician) }))
  expect(ring).toMatchObject({ status: 422, body: { fields: [{ path: 'cover', code: 'ring' }] } })
  await anAbsence(house(), nurse, own(nurse, { cover: person(clerk) }))
  const longer = await save(clerk, own(clerk, { cover: person(physician) }))
  expect(longer).toMatchObject({ body: { fields: [{ path: 'cover', code: 'ring' }] } })
  await anAbsence(
    house(),
    clerk,
    own(clerk, { from: inHours(house(), 24), until: inHours(house(), 30), cover: person(physician) }),
  )
})

test('a ring over a rotation is a ring', async () => {
  const { physician, nurse } = await aPractice(house())
  await aRotation(
    house(),
    nurse,
    person(nurse),
    [1, 2, 3, 4, 5, 6, 7].map((weekday) => [1, weekday, physician.id]),
  )
  const answer = await save(physician, own(physician, { cover: person(nurse) }))
  expect(answer).toMatchObject({ body: { fields: [{ path: 'cover', code: 'ring' }] } })
})

test('a chain has three steps at most', async () => {
  const practice = await aPractice(house())
  const chain = await Promise.all([1, 2, 3, 4].map(() => aPractitioner(house(), practice, { role: 'nurse' })))
  const [one, two, three, four] = chain as [Person, Person, Person, Person]
  await anAbsence(house(), three, own(three, { cover: person(four) }))
  await anAbsence(house(), two, own(two, { cover: person(three) }))
  await anAbsence(house(), one, own(one, { cover: person(two) }))
  const answer = await save(practice.physician, own(practice.physician, { cover: person(one) }))
  expect(answer).toMatchObject({ body: { fields: [{ path: 'cover', code: 'chain-too-long', limit: 3 }] } })
})

test('an inbox’s absence is its owner’s to write, and needs somebody who covers', async () => {
  const practice = await aPractice(house())
  const { nurse, physician, careTeam, administrator } = practice
  const desk = await aCareTeam(house(), practice, { owner: physician, backup: nurse })
  const form = anAbsenceForm(house(), inbox(careTeam), { cover: inbox(desk) })
  expect((await save(physician, form)).status).toBe(403)
  expect(await save(nurse, { ...form, cover: null })).toMatchObject({
    body: { fields: [{ path: 'cover', code: 'missing' }] },
  })
  expect((await save(nurse, form)).status).toBe(200)
  expect((await save(administrator, { ...form, until: inHours(house(), 30), version: 1 })).status).toBe(200)
})

test('nobody writes a colleague’s absence', async () => {
  const { physician, nurse, privacyOfficer } = await aPractice(house())
  const absence = await anAbsence(house(), physician, own(physician))
  expect((await save(nurse, own(physician))).status).toBe(403)
  expect((await save(privacyOfficer, own(privacyOfficer))).status).toBe(403)
  const taken = await save(nurse, { ...own(nurse), absenceId: absence.id, version: 1 })
  expect(taken.status).toBe(403)
  expect((await call(house(), nurse, api.cancelAbsence, { absenceId: absence.id, version: 1 })).status).toBe(403)
})

test('a form that is older than a colleague’s change is told which fields differ; the same click twice is one', async () => {
  const { physician, nurse, administrator } = await aPractice(house())
  const form = own(physician)
  const twice = await Promise.all([save(physician, form), save(physician, form)])
  expect(twice.map(({ status, body }) => [status, body.version])).toEqual([
    [200, 1],
    [200, 1],
  ])
  await anAbsence(house(), administrator, { ...form, cover: person(nurse), version: 1 })
  const stale = await save(physician, { ...form, until: inHours(house(), 30), version: 1 })
  expect(stale).toMatchObject({
    status: 409,
    body: { code: 'changed-meanwhile', facts: { version: 2, fields: ['until', 'cover'] } },
  })
})

test('what has begun keeps its beginning, and may end sooner or later, but not in the past', async () => {
  const { physician } = await aPractice(house())
  const form = own(physician, { from: inHours(house(), -2) })
  await anAbsence(house(), physician, form)
  expect(await save(physician, { ...form, from: inHours(house(), -3), version: 1 })).toMatchObject({
    body: { fields: [{ path: 'from', code: 'already-begun' }] },
  })
  expect(await save(physician, { ...form, until: inHours(house(), -1), version: 1 })).toMatchObject({
    body: { fields: [{ path: 'until', code: 'in-the-past' }] },
  })
  expect((await save(physician, { ...form, until: inHours(house(), 2), version: 1 })).status).toBe(200)
})

test('an absence that is called off or over is not changed any more', async () => {
  const { physician } = await aPractice(house())
  const form = own(physician)
  const { id: absenceId } = await anAbsence(house(), physician, form)
  const cancel = () => call(house(), physician, api.cancelAbsence, { absenceId, version: 1 })
  expect((await cancel()).body).toMatchObject({ state: 'cancelled', version: 2 })
  expect((await cancel()).body).toMatchObject({ state: 'cancelled', version: 2 })
  expect(await save(physician, { ...form, version: 2 })).toMatchObject({ status: 409, body: { code: 'absence-over' } })
  // The days are free again.
  await anAbsence(house(), physician, own(physician))
})

const actor = (role: string, id = 'me') => ({ kind: 'practitioner', id, role }) as Actor
const whose = (practitionerId: string | null, inboxOwnerId: string | null = null) => ({ practitionerId, inboxOwnerId })

test.each<[Actor, ReturnType<typeof whose>, boolean]>([
  [actor('physician'), whose('me'), true],
  [actor('physician'), whose('another'), false],
  [actor('clerk'), whose(null, 'me'), true],
  [actor('clerk'), whose(null, 'another'), false],
  [actor('administrator'), whose('another'), true],
  [actor('administrator'), whose(null, 'another'), true],
  [actor('privacy-officer'), whose('me'), false],
  [{ kind: 'patient', id: 'me' } as Actor, whose('me'), false],
  [{ kind: 'system', id: null, practiceId: '' }, whose('another'), true],
])('%o may change %o: %s', (who, of, expected) => {
  expect(canChangeAbsence(who, of)).toBe(expected)
})
