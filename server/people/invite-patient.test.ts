// A patient signs up with a code that staff make for them; it is shown once, and takes the place of the earlier one.
import { describe, expect, test } from 'vitest'
import { people as api } from '../../shared/api/people.ts'
import { aPractice, call, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aPatientForm } from './forms.fixture.ts'

const house = useTestHouse()

describe('inviting', () => {
  test('gives a code, shown once; the card tells how far the patient has come', async () => {
    const practice = await aPractice(house())
    const input = aPatientForm()
    const { patientId } = input
    await call(house(), practice.clerk, api.addPatient, input)
    const first = await call(house(), practice.clerk, api.invitePatient, { patientId })
    const second = await call(house(), practice.nurse, api.invitePatient, { patientId })
    expect(second).toMatchObject({ status: 200, body: { url: 'http://localhost:8080/join' } })
    expect(second.body.code).not.toBe(first.body.code)
    const read = await call(house(), practice.nurse, api.readPatient, { patientId })
    expect(read.body).toMatchObject({
      status: 'invited',
      invitation: { expiresAt: second.body.expiresAt, isUsed: false },
    })
    const open = await inPractice(house(), practice.id, (tx) =>
      tx
        .selectFrom('invitations')
        .select('id')
        .where('membership_id', '=', patientId)
        .where('voided_at', 'is', null)
        .execute(),
    )
    expect(open).toHaveLength(1)
  })

  test('an id that is a member of another practice stays that member', async () => {
    const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
    const input = { ...aPatientForm(), patientId: other.physician.id }
    expect((await call(house(), practice.clerk, api.addPatient, input)).status).toBe(200)
    const read = await call(house(), practice.clerk, api.readPatient, { patientId: input.patientId })
    expect(read.body.status).toBe('none')
    const answer = await call(house(), practice.clerk, api.invitePatient, { patientId: input.patientId })
    expect(answer).toMatchObject({ status: 409, body: { code: 'id-already-used' } })
    expect((await call(house(), other.physician, api.listTopics, {})).status).toBe(200)
  })
})
