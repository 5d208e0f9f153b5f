// A clinician may look at a patient outside their inboxes for a reason that they state: for an hour, on record with every act
// under it, under the privacy officer's eyes and the patient's.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aGrant, aLocum } from './grants.fixture.ts'

const house = useTestHouse()

async function aConversation() {
  const practice = await aPractice(house())
  const [patient, locum] = [await aPatient(house(), practice), await aLocum(house(), practice)]
  const conversationId = uuidv7()
  const words = { subject: 'A rash', text: 'It itches.', attachmentIds: [] }
  const ids = { conversationId, messageId: uuidv7(), topicId: practice.topic.id }
  await call(house(), patient, api.startConversation, { ...ids, ...words })
  return { practice, patient, locum, conversationId }
}

const entries = (practice: { id: string }) =>
  inPractice(house(), practice.id, async (tx) => {
    const rows = await tx.selectFrom('audit_events').select('payload').orderBy('id').execute()
    return rows.map(({ payload }) => JSON.parse(payload.toString()) as Record<string, unknown>)
  })

describe('a stated reason', () => {
  test('opens one patient’s conversations for an hour, and no longer', async () => {
    const { practice, patient, locum, conversationId } = await aConversation()
    const other = await aPatient(house(), practice)
    expect((await call(house(), locum, api.readConversation, { conversationId })).status).toBe(404)
    const now = house().clock.now()
    const granted = await call(house(), locum, api.grantAccess, { patientId: patient.id, reason: 'She called me.' })
    expect(granted.status).toBe(200)
    const lasts = new Date(granted.body.expiresAt).getTime() - now.getTime()
    expect(Math.round(lasts / 60_000)).toBe(60)
    expect((await call(house(), locum, api.readConversation, { conversationId })).status).toBe(200)
    expect((await call(house(), practice.nurse, api.readConversation, { conversationId })).status).toBe(200)
    const reads = (await entries(practice)).filter(({ act, outcome }) => act === 'conversation.read' && outcome === 0)
    expect(reads.map(({ reason }) => typeof reason)).toEqual(['string', 'undefined'])
    expect(reads[0]?.['reason']).toBe((await entries(practice)).find(({ act }) => act === 'access.grant')?.['reason'])
    expect(other.id).not.toBe(patient.id)

    house().clock.advance({ minutes: 61 })
    expect((await call(house(), locum, api.readConversation, { conversationId })).status).toBe(404)
  })

  test('is named by every act under it: lists, files, notes, and what is sent', async () => {
    const { practice, patient, locum, conversationId } = await aConversation()
    const grantId = await aGrant(house(), practice, patient, { by: locum })
    await call(house(), locum, api.writeNote, { conversationId, noteId: uuidv7(), text: 'Seen.' })
    await call(house(), locum, api.sendMessage, {
      conversationId,
      messageId: uuidv7(),
      text: 'Come in on Friday.',
      attachmentIds: [],
    })
    await call(house(), locum, api.listPatients, {})
    await call(house(), locum, api.readPatient, { patientId: patient.id })
    const under = (await entries(practice)).filter(({ reason }) => reason === grantId).map(({ act }) => act)
    expect(under).toEqual(['access.grant', 'note.write', 'message.send', 'patient.list', 'patient.read'])
  })

  test('is kept in the log as an id, and its words are sealed', async () => {
    const { practice, patient, locum } = await aConversation()
    await aGrant(house(), practice, patient, { by: locum, reason: 'Canary words of a reason' })
    const row = await inPractice(house(), practice.id, (tx) =>
      tx.selectFrom('access_grants').selectAll().executeTakeFirstOrThrow(),
    )
    expect(row.reason_sealed.toString('latin1')).not.toContain('Canary')
    expect(JSON.stringify(await entries(practice))).not.toContain('Canary')
  })

  test.each([
    ['nothing', '', 'empty'],
    ['spaces', '   ', 'empty'],
    ['more than fits', 'x'.repeat(501), 'too-long'],
    ['a hidden direction', 'a\u202eb', 'bidi-control'],
  ])('is refused when it is %s, and opens nothing', async (_name, reason, code) => {
    const { patient, locum, conversationId } = await aConversation()
    const answer = await call(house(), locum, api.grantAccess, { patientId: patient.id, reason })
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ path: 'reason', code }] } })
    expect((await call(house(), locum, api.readConversation, { conversationId })).status).toBe(404)
  })
})

describe('the review', () => {
  test('shows what was stated by whom about whom, and takes it off the open list once', async () => {
    const { practice, patient, locum } = await aConversation()
    const first = await aGrant(house(), practice, patient, { by: locum, reason: 'She called me.' })
    const second = await aGrant(house(), practice, patient, { by: practice.nurse, reason: 'Triage.' })
    const list = (input: Record<string, unknown>) => call(house(), practice.privacyOfficer, api.listGrants, input)
    const { body } = await list({ open: 'true' })
    expect(body.items.map(({ id }) => id)).toEqual([second, first])
    expect(body.items[1]).toMatchObject({
      practitioner: { name: 'Dr. Ida Locum', role: 'physician' },
      patient: { id: patient.id, name: patient.name },
      reason: 'She called me.',
      reviewedAt: null,
      reviewedBy: null,
    })

    const review = () => call(house(), practice.privacyOfficer, api.reviewGrant, { grantId: first })
    expect((await review()).status).toBe(200)
    const [, reviewed] = (await list({})).body.items
    expect(reviewed).toMatchObject({ id: first, reviewedBy: { name: 'Yves Tremblay' } })
    expect((await review()).status).toBe(200)
    expect((await list({})).body.items[1]?.reviewedAt).toBe(reviewed?.reviewedAt)
    expect((await list({ open: 'true' })).body.items.map(({ id }) => id)).toEqual([second])
    const page = await list({ limit: 1 })
    expect(page.body.items.map(({ id }) => id)).toEqual([second])
    expect((await list({ cursor: page.body.nextCursor })).body.items.map(({ id }) => id)).toEqual([first])
    expect(await call(house(), practice.privacyOfficer, api.reviewGrant, { grantId: uuidv7() })).toMatchObject({
      status: 404,
    })
  })
})
