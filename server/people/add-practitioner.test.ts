// A colleague is added by an administrator, who hands them a code; they are a member once they have used it.
import { describe, expect, test } from 'vitest'
import { people as api } from '../../shared/api/people.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, aPractitioner, call, callLoosely, inPractice } from '../testing/factories.ts'
import type { TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

const form = () => ({
  practitionerId: uuidv7(),
  name: 'Rosa Amsel',
  role: 'nurse' as const,
  email: 'rosa@example.test',
})

test('a colleague is invited, with a code that is kept hashed', async () => {
  const practice = await aPractice(house())
  const input = form()
  const answer = await call(house(), practice.administrator, api.addPractitioner, input)
  expect(answer).toMatchObject({
    status: 200,
    body: {
      practitioner: { id: input.practitionerId, name: 'Rosa Amsel', role: 'nurse', status: 'invited', careTeamIds: [] },
      invitation: { url: 'http://localhost:8080/join' },
    },
  })
  const { code } = answer.body.invitation
  expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
  const kept = await inPractice(house(), practice.id, async (tx) => [
    await tx.selectFrom('invitations').selectAll().where('membership_id', '=', input.practitionerId).execute(),
    await tx.selectFrom('practitioners').selectAll().where('id', '=', input.practitionerId).execute(),
  ])
  expect(JSON.stringify(kept)).not.toContain(code)
  expect(JSON.stringify(kept)).not.toContain('Rosa')
})

describe('refused', () => {
  test.each([
    [{ name: '' }, [{ path: 'name', code: 'empty' }]],
    [{ name: 'x'.repeat(121) }, [{ path: 'name', code: 'too-long', limit: 120 }]],
    [{ email: 'rosa' }, [{ path: 'email', code: 'malformed' }]],
    [{ role: 'boss' }, [{ path: 'role' }]],
    [{ practitionerId: '4b0f5c3e-6a58-4d8e-9d39-5d2c6b1f0a11' }, [{ path: 'practitionerId', code: 'malformed' }]],
    [{ accountId: uuidv7() }, [{ path: 'accountId', code: 'unknown-field' }]],
  ])('%j', async (input, fields) => {
    const practice = await aPractice(house())
    const answer = await callLoosely(house(), practice.administrator, api.addPractitioner, { ...form(), ...input })
    expect(answer).toMatchObject({ status: 422, body: { fields } })
  })

  test('an id that is taken, here or in another practice, and nothing of its holder changes', async () => {
    const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
    const patient = await aPatient(house(), practice)
    for (const practitionerId of [practice.clerk.id, other.clerk.id, patient.id]) {
      const answer = await call(house(), practice.administrator, api.addPractitioner, { ...form(), practitionerId })
      expect(answer).toMatchObject({
        status: 422,
        body: { fields: [{ path: 'practitionerId', code: 'id-already-used' }] },
      })
    }
    expect((await call(house(), other.clerk, api.listTopics, {})).status).toBe(200)
  })
})

describe('a new invitation', () => {
  const invite = (practice: TestPractice, practitionerId: string, input: { email?: string } = {}) =>
    call(house(), practice.administrator, api.invitePractitioner, { practitionerId, ...input })

  test('takes the place of the earlier one', async () => {
    const practice = await aPractice(house())
    const input = form()
    const first = await call(house(), practice.administrator, api.addPractitioner, input)
    const second = await invite(practice, input.practitionerId)
    expect(second.body.code).not.toBe(first.body.invitation.code)
    const open = await inPractice(house(), practice.id, (tx) =>
      tx
        .selectFrom('invitations')
        .select('id')
        .where('membership_id', '=', input.practitionerId)
        .where('voided_at', 'is', null)
        .execute(),
    )
    expect(open).toHaveLength(1)
  })

  test('shuts whoever was confirmed out until it is used, but never the last administrator', async () => {
    const practice = await aPractice(house())
    const email = 'someone@example.test'
    expect((await invite(practice, practice.nurse.id, { email })).status).toBe(200)
    expect((await call(house(), practice.nurse, api.listTopics, {})).status).toBe(403)
    expect(await invite(practice, practice.administrator.id, { email })).toMatchObject({
      status: 409,
      body: { code: 'last-administrator' },
    })
    expect((await call(house(), practice.administrator, api.listTopics, {})).status).toBe(200)
  })

  test('needs an address when there was none before', async () => {
    const practice = await aPractice(house())
    expect(await invite(practice, practice.nurse.id)).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'email', code: 'missing' }] },
    })
    expect((await call(house(), practice.nurse, api.listTopics, {})).status).toBe(200)
  })

  test('brings back whoever had left; not whoever is suspended', async () => {
    const practice = await aPractice(house())
    const email = 'someone@example.test'
    const left = await aPractitioner(house(), practice, { role: 'clerk', status: 'ended' })
    const suspended = await aPractitioner(house(), practice, { role: 'clerk', status: 'suspended' })
    expect((await invite(practice, left.id, { email })).status).toBe(200)
    expect(await invite(practice, suspended.id, { email })).toMatchObject({
      status: 409,
      body: { code: 'not-possible-now' },
    })
  })
})
