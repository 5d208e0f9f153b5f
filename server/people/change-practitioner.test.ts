// Suspending and ending are felt at once, on every device; a practice always keeps an administrator.
import { describe, expect, test } from 'vitest'
import { conversations } from '../../shared/api/conversations.ts'
import { people as api } from '../../shared/api/people.ts'
import { tasks } from '../../shared/api/tasks.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, aPractitioner } from '../testing/factories.ts'
import { call, callLoosely, inPractice, type Person, type TestPractice } from '../testing/factories.ts'
import { signedIn } from '../testing/sign-in.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

const change = (
  practice: TestPractice,
  practitionerId: string,
  input: Record<string, unknown>,
  as = practice.administrator,
) => callLoosely(house(), as, api.changePractitioner, { practitionerId, version: 1, ...input })

test('a new name and role are seen by all', async () => {
  const practice = await aPractice(house())
  const answer = await change(practice, practice.nurse.id, { name: ' Tomas  Berg ', role: 'nurse-practitioner' })
  expect(answer).toMatchObject({
    status: 200,
    body: { id: practice.nurse.id, name: 'Tomas Berg', role: 'nurse-practitioner', status: 'confirmed', version: 2 },
  })
  const list = await call(house(), practice.privacyOfficer, api.listPractitioners, {})
  expect(list.body.items.find(({ id }) => id === practice.nurse.id)).toEqual(answer.body)
})

describe('whoever is suspended', () => {
  test('can do nothing from the next request on, on any device, and again once restored', async () => {
    const practice = await aPractice(house())
    const other = { ...practice.nurse, as: (await signedIn(house(), practice.nurse.accountId)).headers }
    const ask = (as: Person) => call(house(), as, api.listTopics, {}).then(({ status }) => status)
    expect([await ask(practice.nurse), await ask(other)]).toEqual([200, 200])
    await change(practice, practice.nurse.id, { event: 'suspend' })
    expect([await ask(practice.nurse), await ask(other)]).toEqual([403, 403])
    await change(practice, practice.nurse.id, { event: 'restore', version: 2 })
    expect([await ask(practice.nurse), await ask(other)]).toEqual([200, 200])
  })

  test('gives back what they had claimed; others keep theirs', async () => {
    const practice = await aPractice(house())
    const [mine, theirs] = await Promise.all([
      aClaimedTask(practice, practice.nurse),
      aClaimedTask(practice, practice.clerk),
    ])
    await change(practice, practice.nurse.id, { event: 'suspend' })
    const rows = await inPractice(house(), practice.id, (tx) =>
      tx.selectFrom('tasks').select(['id', 'status', 'owner_id']).execute(),
    )
    expect(rows).toContainEqual({ id: mine, status: 'requested', owner_id: null })
    expect(rows).toContainEqual({ id: theirs, status: 'accepted', owner_id: practice.clerk.id })
    const events = await inPractice(house(), practice.id, (tx) =>
      tx
        .selectFrom('task_events')
        .select(['task_id', 'actor_id', 'from_id', 'to_id'])
        .where('act', '=', 'release')
        .execute(),
    )
    expect(events).toEqual([
      { task_id: mine, actor_id: practice.administrator.id, from_id: practice.nurse.id, to_id: practice.careTeam.id },
    ])
  })

  test('cannot be suspended once more', async () => {
    const practice = await aPractice(house())
    await change(practice, practice.nurse.id, { event: 'suspend' })
    const again = await change(practice, practice.nurse.id, { event: 'suspend', version: 2 })
    expect(again).toMatchObject({ status: 409, body: { code: 'not-possible-now', facts: { state: 'suspended' } } })
  })
})

test('a role that works in no inbox gives back what was claimed too', async () => {
  const practice = await aPractice(house())
  const task = await aClaimedTask(practice, practice.nurse)
  await change(practice, practice.nurse.id, { role: 'privacy-officer' })
  const row = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('tasks').select('owner_id').where('id', '=', task).executeTakeFirstOrThrow(),
  )
  expect(row.owner_id).toBeNull()
})

describe('the last administrator', () => {
  test.each([{ event: 'suspend' }, { event: 'end' }, { role: 'clerk' }])('stays: %j', async (input) => {
    const practice = await aPractice(house())
    await aPractitioner(house(), practice, { role: 'administrator', status: 'invited' })
    const refused = await change(practice, practice.administrator.id, input)
    expect(refused).toMatchObject({ status: 409, body: { code: 'last-administrator' } })
    const list = await call(house(), practice.administrator, api.listPractitioners, {})
    expect(list.body.items.find(({ id }) => id === practice.administrator.id)).toMatchObject({
      role: 'administrator',
      status: 'confirmed',
      version: 1,
    })
  })

  test('may leave when there is another', async () => {
    const practice = await aPractice(house())
    await aPractitioner(house(), practice, { role: 'administrator' })
    expect((await change(practice, practice.administrator.id, { event: 'end' })).status).toBe(200)
    expect((await call(house(), practice.administrator, api.listTopics, {})).status).toBe(403)
  })

  test('is left even when two suspend each other at once', async () => {
    const practice = await aPractice(house())
    const second = await aPractitioner(house(), practice, { role: 'administrator' })
    const answers = await Promise.all([
      change(practice, second.id, { event: 'suspend' }),
      change(practice, practice.administrator.id, { event: 'suspend' }, second),
    ])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })
})

describe('refused', () => {
  test('a colleague of another practice, as if there were none', async () => {
    const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
    const theirs = await change(practice, other.nurse.id, { event: 'end' })
    const nobodys = await change(practice, uuidv7(), { event: 'end' })
    const { instance: _theirs, ...first } = theirs.body as Record<string, unknown>
    const { instance: _nobodys, ...second } = nobodys.body as Record<string, unknown>
    expect([theirs.status, first]).toEqual([404, second])
  })

  test('a patient is no colleague', async () => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice)
    expect((await change(practice, patient.id, { role: 'administrator' })).status).toBe(404)
  })

  test.each([
    [{ role: 'owner' }, 'role'],
    [{ event: 'accept' }, 'event'],
    [{ name: '\u202Ename' }, 'name'],
    [{ status: 'confirmed' }, 'status'],
  ])('%j', async (input, path) => {
    const practice = await aPractice(house())
    const answer = await change(practice, practice.nurse.id, input)
    expect(answer).toMatchObject({ status: 422, body: { fields: [{ path }] } })
  })

  test('an older form, with what differs', async () => {
    const practice = await aPractice(house())
    await change(practice, practice.nurse.id, { role: 'clerk' })
    const answer = await change(practice, practice.nurse.id, { name: 'Tomas Lindqvist', role: 'physician' })
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'changed-meanwhile', facts: { version: 2, fields: ['role'] } },
    })
  })
})

/** A patient's message, claimed by this colleague: the task's id. */
async function aClaimedTask(practice: TestPractice, owner: Person): Promise<string> {
  const patient = await aPatient(house(), practice)
  await call(house(), patient, conversations.startConversation, {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: 'A question',
    text: 'May I come on Monday?',
    attachmentIds: [],
  })
  const task = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('tasks').select(['id', 'version']).where('patient_id', '=', patient.id).executeTakeFirstOrThrow(),
  )
  const claimed = await call(house(), owner, tasks.acceptTask, { taskId: task.id, version: task.version })
  expect(claimed.status).toBe(200)
  return task.id
}
