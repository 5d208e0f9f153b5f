// What stands in the log is what its format says, whoever acts: members, visitors, the worker, and those who are refused.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidToBytes, uuidv7 } from '../platform/ids.ts'
import { anyone, aPatient, aPractice, aPractitioner, call, inPractice } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { withFullLog } from '../testing/full-log.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { recordAudit } from './audit.ts'
import { parseAuditEntry, writeAuditEntry } from './audit-entry.ts'

const house = useTestHouse()

const rowsOf = (id: string) =>
  house().way.db.transact({ practiceId: id, actorId: id, requestId: id }, (tx) =>
    tx.selectFrom('audit_events').selectAll().where('practice_id', '=', id).orderBy('id').execute(),
  )
const entriesOf = async (id: string) => (await rowsOf(id)).map(({ payload }) => parseAuditEntry(payload))

describe('an entry in the database', () => {
  test('is canonical, dated by the database’s clock to the microsecond, and its id begins with that time', async () => {
    const practice = await aPractice(house())
    const before = Date.now()
    await call(house(), practice.nurse, api.listPatients, {})
    const row = (await rowsOf(practice.id)).at(-1)
    const entry = parseAuditEntry(row?.payload ?? Buffer.of())
    expect(row?.payload.toString()).toBe(writeAuditEntry(entry))
    // The clock of the tests stands at another day.
    expect(house().clock.now().getTime() - before).not.toBe(0)
    const at = new Date(entry.at).getTime()
    expect(at).toBeGreaterThanOrEqual(before - 1000)
    expect(at).toBeLessThanOrEqual(Date.now() + 1000)
    expect(row?.at.getTime()).toBe(at)
    expect(uuidToBytes(row?.id ?? '').readUIntBE(0, 6)).toBe(at)
    expect(entry).toMatchObject({
      act: 'patient.list',
      actor: {
        kind: 'practitioner',
        member: practice.nurse.id,
        account: practice.nurse.accountId,
        role: 'nurse',
        session: expect.any(String),
      },
      ip: '127.0.0.0/24',
      outcome: 0,
      rule: 'role',
      ua: expect.stringMatching(/^[\w-]{43}$/),
    })
  })

  test('tells of a refusal who asked for what, and why not; the act itself left nothing', async () => {
    const practice = await aPractice(house())
    const missing = uuidv7()
    await call(house(), practice.clerk, api.changePractice, { phone: '416-555-0199', version: 1 })
    await call(house(), practice.nurse, api.readConversation, { conversationId: missing })
    const careTeamId = uuidv7()
    const [nobody, away] = [uuidv7(), uuidv7()]
    await call(house(), practice.clerk, api.saveCareTeam, {
      careTeamId,
      name: { en: 'Nurses', fr: 'Soins' },
      ownerId: nobody,
      backupId: away,
      memberIds: [],
      version: 0,
    })
    const [, change, read, save] = await entriesOf(practice.id)
    expect(change).toMatchObject({ act: 'practice.change', outcome: 4, rule: 'not-permitted', patient: [] })
    expect(read).toMatchObject({ act: 'conversation.read', outcome: 4, rule: 'not-visible' })
    expect(read?.object).toEqual({ type: 'conversation', id: missing })
    expect(save).toMatchObject({ act: 'care-team.save', outcome: 4, rule: 'not-permitted' })
    expect(save?.actor).toMatchObject({ kind: 'practitioner', member: practice.clerk.id, role: 'clerk' })
  })

  test('of a visitor stands in the deployment’s own log', async () => {
    const { id } = house().way.house.deployment
    await call(house(), anyone(house()), api.signIn, {
      email: 'nobody@example.test',
      password: 'a thousand paper boats',
    })
    expect((await entriesOf(id)).at(-1)).toMatchObject({ actor: { kind: 'anonymous' }, outcome: 4, rule: 'refused' })
  })

  test('of the worker has no account and no address', async () => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice)
    await inSystem(house(), practice.id)((ctx) => recordAudit(ctx, 'notice.send', { patients: [patient.id] }))
    const entry = (await entriesOf(practice.id)).at(-1)
    expect(entry).toMatchObject({ actor: { kind: 'system' }, rule: 'system', patient: [patient.id] })
    expect(entry?.actor).toEqual({ kind: 'system' })
    expect(entry).not.toHaveProperty('ip')
  })

  test('that is none is not written, and the act does not happen', async () => {
    const practice = await aPractice(house())
    const attempt = inSystem(
      house(),
      practice.id,
    )((ctx) => recordAudit(ctx, 'notice.send', { info: ['She said that it itches.'] }))
    await expect(attempt).rejects.toThrow()
    expect(await entriesOf(practice.id)).toHaveLength(1)
  })

  test('that the database does not take takes the act with it', async () => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice)
    const draft = { draftId: uuidv7(), topicId: practice.topic.id, text: 'It itches.', version: 0 }
    const save = () => call(house(), patient, api.saveDraft, draft)
    expect((await withFullLog(house(), save)).status).toBe(500)
    expect(
      (await inPractice(house(), practice.id, (tx) => tx.selectFrom('drafts').select('id').execute())).length,
    ).toBe(0)
    expect((await save()).status).toBe(200)
  })
})

describe('the reason in force', () => {
  test('is named for the clinician who stated it, about that patient alone, and for as long as it lasts', async () => {
    const practice = await aPractice(house())
    const [patient, other] = [await aPatient(house(), practice), await aPatient(house(), practice)]
    const locum = await aPractitioner(house(), practice, { role: 'physician' })
    const look = async (person: typeof locum, patientId: string) => {
      await call(house(), person, api.readPatient, { patientId })
      return (await entriesOf(practice.id)).at(-1)?.reason
    }
    expect(await look(locum, patient.id)).toBeUndefined()
    await call(house(), locum, api.grantAccess, { patientId: patient.id, reason: 'She called me.' })
    const grant = await inPractice(house(), practice.id, (tx) =>
      tx.selectFrom('access_grants').select('id').executeTakeFirstOrThrow(),
    )
    expect((await entriesOf(practice.id)).at(-1)).toMatchObject({ act: 'access.grant', reason: grant.id })
    expect(await look(locum, patient.id)).toBe(grant.id)
    expect(await look(locum, other.id)).toBeUndefined()
    expect(await look(practice.nurse, patient.id)).toBeUndefined()
    expect(await look(practice.clerk, patient.id)).toBeUndefined()
    house().clock.advance({ minutes: 60 })
    expect(await look(locum, patient.id)).toBeUndefined()
  })
})
