// The patient sees who of the clinic used their record, and whether that needed a reason.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { writeAuditEntry } from '../access/audit-entry.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, call, type PatientPerson } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { asIntruder, seal } from './database-log.fixture.ts'
import { aGrant, aLocum } from './grants.fixture.ts'

const house = useTestHouse()

const access = (patient: PatientPerson, input: Record<string, unknown> = {}) =>
  call(house(), patient, api.listAccess, input)

test('each person once a day for each thing they did, with a stated reason apart; own acts and notes’ words are not told', async () => {
  const practice = await aPractice(house())
  const [patient, other] = [await aPatient(house(), practice), await aPatient(house(), practice)]
  const conversationId = uuidv7()
  const words = { subject: 'A rash', text: 'It itches.', attachmentIds: [] }
  const ids = { conversationId, messageId: uuidv7(), topicId: practice.topic.id }
  await call(house(), patient, api.startConversation, { ...ids, ...words })
  for (let i = 0; i < 3; i++) {
    await call(house(), practice.nurse, api.readConversation, { conversationId })
    await call(house(), practice.nurse, api.markRead, { conversationId, sequence: 1 })
  }
  await call(house(), practice.nurse, api.writeNote, { conversationId, noteId: uuidv7(), text: 'Looks like eczema.' })
  await call(house(), practice.clerk, api.listPatients, {})
  const locum = await aLocum(house(), practice)
  await aGrant(house(), practice, patient, { by: locum, reason: 'She called me.' })
  await call(house(), locum, api.readConversation, { conversationId })
  await call(house(), patient, api.readConversation, { conversationId })

  const expected = [
    { act: 'conversation.read', actor: { name: 'Dr. Ida Locum', role: 'physician' }, hadReason: true, times: 1 },
    { act: 'access.grant', actor: { name: 'Dr. Ida Locum' }, hadReason: true, times: 1 },
    { act: 'patient.list', actor: { name: 'Beatrice Okafor', role: 'clerk' }, conversationId: null, times: 1 },
    { act: 'note.write', actor: { name: 'Tomas Lindqvist' }, times: 1 },
    { act: 'conversation.read', actor: { name: 'Tomas Lindqvist' }, conversationId, hadReason: false, times: 3 },
  ]
  const { status, body } = await access(patient)
  expect(status).toBe(200)
  expect(body.items).toMatchObject(expected)
  expect(body.items).toHaveLength(expected.length)
  expect(JSON.stringify(body)).not.toContain('eczema')
  expect((await access(other)).body.items).toMatchObject([{ act: 'patient.list' }])

  await seal(house(), practice.id)
  expect((await access(patient)).body.items).toMatchObject(expected)
})

test('pages end with a day: each row stands on one page', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  // Three days, two acts on each.
  const days = ['2026-11-10', '2026-11-11', '2026-11-12']
  await asIntruder(house(), async (db) => {
    for (const day of days) {
      for (const member of [practice.nurse.id, practice.physician.id]) {
        const at = new Date(`${day}T15:00:00Z`)
        const actor = { kind: 'practitioner', member, role: 'nurse' }
        const entry = { act: 'conversation.read', actor, at: `${day}T15:00:00.000000Z`, patient: [patient.id] }
        const rest = { info: [], outcome: 0 as const, req: 'r', rule: 'role' }
        const payload = writeAuditEntry({ _v: 1, ...entry, ...rest })
        const values = [practice.id, uuidv7(at), Buffer.from(payload)]
        await db.query('insert into audit_events (practice_id, id, payload) values ($1, $2, $3)', values)
      }
    }
  })
  const pages: string[][] = []
  let cursor: string | undefined
  do {
    const { body } = await access(patient, { limit: 1, cursor })
    pages.push(body.items.map(({ at }) => at.slice(0, 10)))
    cursor = body.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(pages).toEqual(days.toReversed().map((day) => [day, day]))
})
