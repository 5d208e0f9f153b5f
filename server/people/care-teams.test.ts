// An inbox has an owner and a backup, two people who can work now, so that no message waits for nobody.
import { describe, expect, test } from 'vitest'
import { people as api } from '../../shared/api/people.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, aPractitioner, call, callLoosely } from '../testing/factories.ts'
import type { TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

const form = (practice: TestPractice) => ({
  careTeamId: uuidv7(),
  name: { en: 'Nurses', fr: 'Soins infirmiers' },
  ownerId: practice.nurse.id,
  backupId: practice.physician.id,
  memberIds: [practice.clerk.id],
  version: 0,
})

test('an inbox is created with its owner and backup among its members, and listed to staff', async () => {
  const practice = await aPractice(house())
  const input = form(practice)
  const answer = await call(house(), practice.administrator, api.saveCareTeam, input)
  expect(answer).toMatchObject({
    status: 200,
    body: {
      id: input.careTeamId,
      name: input.name,
      owner: { id: practice.nurse.id, kind: 'practitioner', name: practice.nurse.name, role: 'nurse' },
      backup: { id: practice.physician.id },
      version: 1,
    },
  })
  const ids = answer.body.members.map(({ id }) => id)
  expect(ids.toSorted()).toEqual([practice.nurse.id, practice.physician.id, practice.clerk.id].toSorted())
  const list = await call(house(), practice.privacyOfficer, api.listCareTeams, {})
  expect(list.body.items).toContainEqual(answer.body)
  const people = await call(house(), practice.clerk, api.listPractitioners, {})
  expect(people.body.items.find(({ id }) => id === practice.clerk.id)?.careTeamIds).toEqual(
    [practice.careTeam.id, input.careTeamId].toSorted(),
  )
})

test('a change replaces the members; an older form is refused', async () => {
  const practice = await aPractice(house())
  const input = form(practice)
  const save = (more: Partial<typeof input>) =>
    call(house(), practice.administrator, api.saveCareTeam, { ...input, ...more })
  await save({})
  const changed = await save({ memberIds: [], version: 1 })
  expect(changed.body).toMatchObject({ version: 2 })
  expect(changed.body.members).toHaveLength(2)
  expect(await save({ version: 1 })).toMatchObject({
    status: 409,
    body: { code: 'changed-meanwhile', facts: { version: 2, fields: ['memberIds'] } },
  })
  // What it says already stands: the same click, sent twice.
  expect(await save({ memberIds: [], version: 1 })).toMatchObject({ status: 200, body: { version: 2 } })
})

describe('is refused', () => {
  const refusal = async (practice: TestPractice, input: object) => {
    const answer = await callLoosely(house(), practice.administrator, api.saveCareTeam, { ...form(practice), ...input })
    const { fields = [] } = answer.body as { fields?: { path: string; code: string }[] }
    return answer.status === 422 ? fields.map(({ path, code }) => ({ path, code })) : answer.status
  }

  test('when the owner is the backup', async () => {
    const practice = await aPractice(house())
    expect(await refusal(practice, { backupId: practice.nurse.id })).toEqual([
      { path: 'backupId', code: 'same-as-owner' },
    ])
  })

  test.each([
    ['invited', 'nurse'],
    ['suspended', 'nurse'],
    ['ended', 'nurse'],
    ['confirmed', 'administrator'],
    ['confirmed', 'privacy-officer'],
  ] as const)('when the owner is %s, a %s', async (status, role) => {
    const practice = await aPractice(house())
    const owner = await aPractitioner(house(), practice, { role, status })
    expect(await refusal(practice, { ownerId: owner.id })).toEqual([
      { path: 'ownerId', code: 'not-a-working-colleague' },
    ])
  })

  test('when a member is a patient, of another practice or gone; somebody invited may be a member', async () => {
    const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
    const patient = await aPatient(house(), practice)
    const ended = await aPractitioner(house(), practice, { role: 'nurse', status: 'ended' })
    const invited = await aPractitioner(house(), practice, { role: 'nurse', status: 'invited' })
    expect(await refusal(practice, { memberIds: [patient.id, invited.id, other.nurse.id, ended.id] })).toEqual([
      { path: 'memberIds.0', code: 'not-a-working-colleague' },
      { path: 'memberIds.2', code: 'not-a-working-colleague' },
      { path: 'memberIds.3', code: 'not-a-working-colleague' },
    ])
  })

  test.each([
    [{ name: { en: '', fr: 'x' } }, [{ path: 'name.en', code: 'empty' }]],
    [{ careTeamId: '4b0f5c3e-6a58-4d8e-9d39-5d2c6b1f0a11' }, [{ path: 'careTeamId', code: 'malformed' }]],
  ])('%j', async (input, fields) => {
    const practice = await aPractice(house())
    expect(await refusal(practice, input)).toEqual(fields)
  })

  test('with a version, when there is no such inbox here', async () => {
    const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
    expect(await refusal(practice, { careTeamId: other.careTeam.id, version: 1 })).toBe(404)
    expect(await refusal(practice, { version: 1 })).toBe(404)
  })
})
