// What is promised here: a template is for whom it was written for, leaves open only what can be filled in, keeps every version,
// is not written over by an older page, and goes into a message in the patient's language with the facts of the moment.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { anAbsence, anAbsenceForm, person } from '../absences/absences.fixture.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aCareTeam, aPatient, aPractice, aPractitioner, call, callLoosely, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()
type Who = Parameters<typeof call>[1]
type Saving = Parameters<typeof call<typeof api.saveTemplate>>[3]

const words = {
  scope: 'practice' as const,
  careTeamId: null,
  name: { en: 'Refill ready', fr: 'Ordonnance prête' },
  text: { en: 'Hello {patientGivenName}, call {clinicPhone}.', fr: 'Bonjour {patientGivenName}, le {clinicPhone}.' },
  reviewOn: null,
}
const save = (who: Who, input: Partial<Saving> = {}) =>
  call(house(), who, api.saveTemplate, { templateId: uuidv7(), ...words, version: 0, ...input })
const list = async (who: Who, input: { archived?: 'true' } = {}) =>
  (await call(house(), who, api.listTemplates, input)).body.items
const offered = async (who: Who, patientId: string, input: { topicId?: string; language?: 'en' | 'fr' } = {}) =>
  (await call(house(), who, api.listInsertions, { patientId, ...input })).body

test('a template comes back as it was written, sealed, and the log has no word of it', async () => {
  const practice = await aPractice(house())
  const { status, body } = await save(practice.nurse, {
    text: { en: 'zephyr {today} \r\n', fr: 'zéphyr' },
    reviewOn: '2027-01-31',
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    scope: 'practice',
    careTeam: null,
    name: words.name,
    text: { en: 'zephyr {today}', fr: 'zéphyr' },
    reviewOn: '2027-01-31',
    isReviewDue: false,
    uses: 0,
    savedBy: { id: practice.nurse.id },
    isArchived: false,
    can: { change: true },
    version: 1,
  })
  const stored = await inPractice(house(), practice.id, async (tx) => ({
    rows: await tx.selectFrom('templates').select('content_sealed').execute(),
    acts: await tx.selectFrom('audit_events').select('payload').execute(),
  }))
  expect(stored.rows.map((row) => row.content_sealed.toString('latin1')).join()).not.toMatch(/zephyr|Refill/)
  const entry = stored.acts
    .map(({ payload }) => payload.toString('utf8'))
    .find((text) => text.includes('template.save'))
  expect(JSON.parse(entry ?? '{}')).toMatchObject({
    object: { id: body.id, version: 1 },
    env: [{ column: 'templates.content' }],
  })
  expect(entry).not.toMatch(/zephyr|Refill/)
})

test('everybody’s is everybody’s, an inbox’s is its members’, one’s own is nobody else’s', async () => {
  const practice = await aPractice(house())
  const other = await aPractitioner(house(), practice, { role: 'nurse' })
  const team = await aCareTeam(house(), practice, { owner: other, backup: practice.physician, members: [other] })
  const mine = (await save(practice.nurse, { scope: 'personal' })).body.id
  const theirs = (await save(other, { scope: 'team', careTeamId: team.id })).body.id
  const all = (await save(practice.physician)).body.id
  const ids = async (who: Who) => (await list(who)).map(({ id }) => id).toSorted()
  expect(await ids(practice.nurse)).toEqual([mine, all].toSorted())
  expect(await ids(other)).toEqual([theirs, all].toSorted())
  expect(await ids(practice.administrator)).toEqual([theirs, all].toSorted())
  expect(await ids((await aPractice(house())).nurse)).toEqual([])

  for (const templateId of [theirs, (await save(practice.clerk, { scope: 'personal' })).body.id]) {
    expect((await call(house(), practice.nurse, api.readTemplate, { templateId })).status).toBe(404)
    expect((await save(practice.nurse, { templateId, version: 1 })).status).toBe(404)
    expect((await save(practice.nurse, { templateId, version: 0 })).status).toBe(404)
  }
  expect((await save(practice.clerk, { templateId: all, version: 1 })).status).toBe(403)
  expect((await save(practice.clerk)).status).toBe(403)
  expect((await save(practice.clerk, { scope: 'team', careTeamId: practice.careTeam.id })).status).toBe(200)
  expect((await save(practice.nurse, { scope: 'team', careTeamId: team.id })).status).toBe(403)
  expect((await list(practice.clerk)).find(({ id }) => id === all)?.can.change).toBe(false)
})

test('of two who write at once the second hears of the first, and both texts can be read', async () => {
  const practice = await aPractice(house())
  const templateId = (await save(practice.nurse)).body.id
  const text = (en: string) => ({ text: { en, fr: '' }, name: { en: 'Refill', fr: '' }, templateId, version: 1 })
  expect((await save(practice.physician, text('From the physician.'))).body.version).toBe(2)
  const { status, body } = await save(practice.nurse, text('From the nurse.'))
  expect([status, body]).toMatchObject([409, { code: 'changed-meanwhile' }])
  // The same click, sent twice, changes nothing and is no conflict.
  expect((await save(practice.physician, text('From the physician.'))).body.version).toBe(2)
  expect((await save(practice.nurse, { ...text('From the nurse.'), version: 2 })).body.version).toBe(3)

  const read = (await call(house(), practice.nurse, api.readTemplate, { templateId })).body
  expect(read.versions.map(({ version, text: { en }, savedBy }) => [version, en, savedBy.id])).toEqual([
    [3, 'From the nurse.', practice.nurse.id],
    [2, 'From the physician.', practice.physician.id],
    [1, words.text.en, practice.nurse.id],
  ])
})

test('an archived template is not offered, keeps its versions, and comes back', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const templateId = (await save(practice.nurse)).body.id
  const archive = (isArchived: boolean, version = 1) =>
    call(house(), practice.nurse, api.archiveTemplate, { templateId, isArchived, version })
  expect((await archive(true, 2)).status).toBe(409)
  expect((await archive(true)).body.isArchived).toBe(true)
  expect(await list(practice.nurse)).toEqual([])
  expect(await list(practice.nurse, { archived: 'true' })).toHaveLength(1)
  expect((await offered(practice.nurse, patient.id)).items.filter((item) => item.templateId !== null)).toEqual([])
  const use = { templateId, patientId: patient.id }
  expect((await call(house(), practice.nurse, api.useTemplate, use)).body).toMatchObject({ code: 'template-archived' })
  await archive(false)
  expect(await list(practice.nurse)).toHaveLength(1)
})

test('a review is due on its day, by the practice’s calendar', async () => {
  const practice = await aPractice(house())
  await save(practice.nurse, { reviewOn: '2026-11-24', name: { en: 'a', fr: '' }, text: { en: 'a', fr: '' } })
  await save(practice.nurse, { reviewOn: '2099-11-25', name: { en: 'b', fr: '' }, text: { en: 'b', fr: '' } })
  expect((await list(practice.nurse)).map(({ isReviewDue }) => isReviewDue)).toEqual([true, false])
})

describe('in a message', () => {
  test('a template is in the patient’s language, filled in; where it has only the other language, it says so', async () => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice, { givenName: 'Odile', familyName: 'Brume', language: 'fr' })
    await save(practice.nurse)
    await save(practice.nurse, {
      name: { en: 'Only English', fr: '' },
      text: { en: '{awayUntil} {topicName}', fr: '' },
    })
    const french = await offered(practice.nurse, patient.id, { topicId: practice.topic.id })
    expect(french.language).toBe('fr')
    const templates = french.items.filter((item) => item.phrase === null)
    expect(templates).toMatchObject([
      {
        name: 'Only English',
        language: 'en',
        text: '{awayUntil} A question for the clinic',
        missing: ['awayUntil'],
      },
      {
        name: 'Ordonnance prête',
        language: 'fr',
        text: 'Bonjour Odile, le 416-555-0100.',
        missing: [],
        scope: 'practice',
      },
    ])
    const english = await offered(practice.nurse, patient.id, { language: 'en' })
    expect(english.items.find(({ name }) => name === 'Refill ready')?.text).toBe('Hello Odile, call 416-555-0100.')
  })

  test('the phrases take their dates from the hours and from the writer’s absence', async () => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice)
    const phrases = async () =>
      Object.fromEntries(
        (await offered(practice.nurse, patient.id, { topicId: practice.topic.id })).items.map((item) => [
          item.phrase,
          item.text,
        ]),
      )
    const before = await phrases()
    expect(before['whenWeRead']).toBeUndefined()
    expect(before['awaySoon']).toBeUndefined()
    expect(before['closedSoon']).toMatch(
      /^The clinic closes Tuesday, November 24, 2026 at 5:00\u00A0p\.m\.\nIt opens again Wed/u,
    )

    await anAbsence(
      house(),
      practice.administrator,
      anAbsenceForm(house(), person(practice.nurse), {
        from: '2026-12-07T00:00',
        until: '2026-12-14T00:00',
        cover: person(practice.physician),
      }),
    )
    expect((await phrases())['awaySoon']).toBe(
      `I will be away from Monday, December 7, 2026 to Sunday, December 13, 2026. While I am away, your messages go to ${practice.physician.name}.`,
    )
    house().clock.advance({ hours: 10 })
    expect((await phrases())['whenWeRead']).toMatch(/It opens Wednesday, November 25, 2026 at 9:00/u)
  })

  test('its uses are counted, and told in the log with the patient', async () => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice)
    const templateId = (await save(practice.nurse)).body.id
    const use = () => call(house(), practice.physician, api.useTemplate, { templateId, patientId: patient.id })
    expect((await use()).body.uses).toBe(1)
    expect((await use()).body.uses).toBe(2)
    expect((await list(practice.nurse))[0]).toMatchObject({ uses: 2, lastUsedAt: expect.any(String) })
  })

  test('nothing leaves with a variable that was not filled in; a patient’s braces are just text', async () => {
    const practice = await aPractice(house())
    const { conversationId, patient } = await aWaitingMessage(house(), practice, {
      text: 'My {clinicPhone} is {today}.',
    })
    const send = (who: Who, text: string) =>
      callLoosely(house(), who, api.sendMessage, { conversationId, messageId: uuidv7(), text, attachmentIds: [] })
    expect(await send(practice.nurse, 'I am away until { awayUntil }.')).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'text', code: 'unfilled-variable', limit: 'awayUntil' }] },
    })
    expect((await send(practice.nurse, 'Use {curly} braces.')).status).toBe(200)
    expect((await send(patient, '{awayUntil}')).status).toBe(200)
  })
})

describe('bad input is refused by the name of its field:', () => {
  test.each<[string, object, string, string, (string | number)?]>([
    ['nothing', { name: { en: '', fr: '' }, text: { en: '', fr: '' } }, 'name.en', 'empty'],
    ['a name without a text', { text: { en: '', fr: 'x' } }, 'text.en', 'empty'],
    ['a text without a name', { name: { en: 'x', fr: ' ' } }, 'name.fr', 'empty'],
    ['an unknown variable', { text: { en: 'Hi {firstName}', fr: 'x' } }, 'text.en', 'unknown-variable', 'firstName'],
    ['an unknown variable in a name', { name: { en: '{nope}', fr: 'x' } }, 'name.en', 'unknown-variable', 'nope'],
    ['a long text', { text: { en: 'x', fr: 'y'.repeat(limits.messageCharacters + 1) } }, 'text.fr', 'too-long', 4000],
    ['a long name', { name: { en: 'x'.repeat(limits.nameCharacters + 1), fr: 'x' } }, 'name.en', 'too-long', 120],
    ['no day', { reviewOn: '2026-02-30' }, 'reviewOn', 'malformed'],
    ['no inbox', { scope: 'team' }, 'careTeamId', 'missing'],
    ['an inbox that is none', { scope: 'team', careTeamId: uuidv7() }, 'careTeamId', 'not-found'],
    ['an inbox for oneself', { scope: 'personal', careTeamId: uuidv7() }, 'careTeamId', 'not-for-this-scope'],
    ['an unknown scope', { scope: 'world' }, 'scope', 'malformed'],
    ['an id of an older kind', { templateId: '018f0000-0000-4000-8000-000000000001' }, 'templateId', 'malformed'],
  ])('%s', async (_what, part, path, code, limit) => {
    const practice = await aPractice(house())
    const input = { templateId: uuidv7(), ...words, version: 0, ...part }
    const { status, body } = await callLoosely(house(), practice.nurse, api.saveTemplate, input)
    expect(status).toBe(422)
    expect((body as { fields: object[] }).fields).toContainEqual(
      expect.objectContaining({ path, code, ...(limit !== undefined && { limit }) }),
    )
  })
})
