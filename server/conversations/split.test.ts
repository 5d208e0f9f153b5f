// Promised: what a patient wrote about two things in one conversation is answered in two, each with its own obligation since the
// message came; no message moves or is said twice; putting the two together again takes it back.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { bundleBytes, toBundle } from '../fhir/bundle.ts'
import { fileDue } from '../filing/file-due.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPractitioner, call, inPractice } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { twoMatters } from './split.fixture.ts'

const house = useTestHouse()

test('one message is answered in a conversation of its own, and both sides read in both what belongs to what', async () => {
  const two = await twoMatters(house())
  const { practice, patient, conversationId, newId, rashId } = two
  const before = await two.read(conversationId)
  const listed = (await call(house(), patient, api.listConversations, {})).body
  expect(await two.split()).toMatchObject({ status: 200, body: { version: before.version + 1, newVersion: 1 } })

  for (const as of [practice.nurse, patient]) {
    const original = await two.read(conversationId, as)
    expect(original.messages.map(({ id }) => id)).toEqual(before.messages.map(({ id }) => id))
    expect(original.splits).toMatchObject([
      { way: 'into', other: { id: newId, subject: 'Rash' }, isUndone: false, messageIds: [rashId], messages: [] },
    ])
    const part = await two.read(newId, as)
    expect(part).toMatchObject({ subject: 'Rash', status: 'open', messages: [], merges: [] })
    expect(part.splits).toMatchObject([
      { way: 'from', other: { id: conversationId }, messages: [{ id: rashId, text: 'And I have a rash.' }] },
    ])
    expect(part.splits[0]?.by).toEqual(as === patient ? null : expect.objectContaining({ id: practice.nurse.id }))
  }
  const { items, unread } = (await call(house(), patient, api.listConversations, {})).body
  expect(unread).toBe(listed.unread)
  expect(new Set(items.map(({ id, lastLine, isUnread }) => `${id} ${lastLine} ${isUnread}`))).toEqual(
    new Set([`${conversationId} And I have a rash. ${listed.items[0]?.isUnread}`, `${newId} And I have a rash. false`]),
  )
  const queue = await call(house(), practice.nurse, api.listQueue, { careTeamId: practice.careTeam.id, status: 'open' })
  expect(queue.body.items.map(({ conversation }) => conversation.id).toSorted()).toEqual(
    [conversationId, newId].toSorted(),
  )
})

test('each is owed by itself: since its message came, never later than the patient was told, and answered alone', async () => {
  const two = await twoMatters(house())
  const { conversationId, newId, practice, rashAt } = two
  const was = await two.openTask(conversationId)
  await call(house(), practice.nurse, api.acceptTask, { taskId: was.id, version: was.version })
  await two.split()
  expect(await two.openTask(newId)).toMatchObject({
    due_at: was.due_at,
    created_at: rashAt,
    owner_id: practice.nurse.id,
    priority: was.priority,
  })
  expect(await two.openTask(conversationId)).toMatchObject({ id: was.id, due_at: was.due_at })

  // Begun before the split, sent after it: it answers what it was written in.
  expect((await two.write(conversationId, 'Your refill is ready.')).status).toBe(200)
  expect(await two.openTasks(conversationId)).toEqual([])
  expect(await two.openTasks(newId)).toHaveLength(1)
  expect((await two.write(newId, 'Please send a photo.')).status).toBe(200)
  expect(await two.openTasks(newId)).toEqual([])
})

test('what nobody answered is owed since it came, though the conversation owed nothing any more', async () => {
  const two = await twoMatters(house())
  await two.write(two.conversationId, 'Your refill is ready.')
  expect(await two.openTasks(two.conversationId)).toEqual([])
  house().clock.advance({ days: 14 })
  await two.split()
  const owed = await two.openTask(two.newId)
  expect(owed.created_at).toEqual(two.rashAt)
  expect(owed.due_at.getTime()).toBeLessThan(house().clock.now().getTime())
})

test('where all that waited goes, the obligation goes; put together again it is back', async () => {
  const two = await twoMatters(house())
  const { conversationId, newId, practice, patient } = two
  await two.write(conversationId, 'Both are noted.')
  house().clock.advance({ minutes: 5 })
  const laterId = uuidv7()
  await two.write(conversationId, 'It itches.', patient, laterId)
  const was = await two.openTask(conversationId)
  await two.split({ messageIds: [two.rashId, laterId] })
  expect(await two.openTasks(conversationId)).toEqual([])
  const moved = await two.openTask(newId)
  expect(moved.created_at).toEqual(two.rashAt)
  expect(moved.due_at.getTime()).toBeLessThan(was.due_at.getTime())

  expect((await two.undo()).status).toBe(200)
  expect(await two.openTasks(newId)).toEqual([])
  expect(await two.openTasks(conversationId)).toMatchObject([
    { due_at: moved.due_at, care_team_id: practice.careTeam.id },
  ])
  expect((await two.read(conversationId)).splits).toMatchObject([{ isUndone: true }])
  const { items } = (await call(house(), patient, api.listConversations, {})).body
  expect(items.map(({ id }) => id)).toEqual([conversationId])
  expect((await two.write(newId, 'Late.', patient)).body).toMatchObject({ code: 'conversation-merged' })
})

test('twice is once, also at the same moment; a message is answered in one other place at most', async () => {
  const two = await twoMatters(house())
  const { version } = await two.read(two.conversationId)
  const answers = await Promise.all([two.split({ version }), two.split({ version })])
  expect(answers.map(({ status, body }) => [status, body.version])).toEqual([
    [200, version + 1],
    [200, version + 1],
  ])
  expect((await two.split({ newId: uuidv7() })).body).toMatchObject({ code: 'already-split' })
  const rows = await inPractice(house(), two.practice.id, (tx) => tx.selectFrom('splits').selectAll().execute())
  expect(rows).toHaveLength(1)
  const acts = await inPractice(house(), two.practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').execute(),
  )
  const told = acts
    .map(({ payload }) => payload.toString('utf8'))
    .filter((entry) => entry.includes('conversation.split'))
  expect(told.some((entry) => entry.includes(two.newId))).toBe(true)
  expect(told.some((entry) => entry.includes(two.conversationId))).toBe(true)
})

test('whoever is given the new one reads its messages and nothing else of where they were written', async () => {
  const two = await twoMatters(house())
  const { practice, conversationId, newId, rashId } = two
  await two.split()
  const [attachmentId, otherFileId] = [await two.fileAt(rashId), await two.fileAt(two.refillId)]
  const outsider = await aPractitioner(house(), practice, { role: 'nurse', name: 'Outside' })
  const file = async () => (await call(house(), outsider, api.readAttachment, { attachmentId })).status
  expect(await file()).toBe(404)
  const task = await two.openTask(newId)
  await call(house(), practice.nurse, api.assignTask, {
    taskId: task.id,
    practitionerId: outsider.id,
    version: task.version,
  })
  expect((await two.read(newId, outsider)).splits).toMatchObject([{ other: null, messages: [{ id: rashId }] }])
  expect(await file()).toBe(200)
  expect((await call(house(), outsider, api.readAttachment, { attachmentId: otherFileId })).status).toBe(404)
  expect((await call(house(), outsider, api.readConversation, { conversationId })).status).toBe(404)
})

test('refused, each with its reason: behind a change, of nobody, all of it, closed, and not by the patient', async () => {
  const two = await twoMatters(house())
  const { practice, patient, conversationId, refillId, rashId, newId } = two
  expect((await two.split({ version: 99 })).body).toMatchObject({ code: 'changed-meanwhile' })
  expect((await two.split({ as: patient })).status).toBe(403)
  const field = (path: string, code: string) => ({ status: 422, body: { fields: [{ path, code }] } })
  expect(await two.split({ messageIds: [refillId, rashId] })).toMatchObject(field('messageIds', 'nothing-left'))
  const strange = await aWaitingMessage(house(), practice)
  const { messages } = await two.read(strange.conversationId)
  for (const id of [uuidv7(), messages[0]?.id ?? '']) {
    expect(await two.split({ messageIds: [id] })).toMatchObject(field('messageIds', 'not-found'))
  }
  expect(await two.split({ topicId: uuidv7() })).toMatchObject(field('topicId', 'not-found'))
  expect(await two.split({ newId: strange.conversationId })).toMatchObject(field('newId', 'id-already-used'))
  await two.write(conversationId, 'Done.')
  const { version } = await two.read(conversationId)
  await call(house(), practice.nurse, api.closeConversation, { conversationId, outcome: 'answered', version })
  expect((await two.split()).body).toMatchObject({ code: 'split-closed' })
  expect((await call(house(), practice.nurse, api.readConversation, { conversationId: newId })).status).toBe(404)
})

test('the chart says in both records where the other part is, and has the question no later than the answer', async () => {
  const two = await twoMatters(house())
  const { practice, conversationId, newId } = two
  await two.split()
  await two.write(newId, 'Please send a photo.')
  const { version } = await two.read(newId)
  const closing = { conversationId: newId, outcome: 'answered', version } as const
  expect((await call(house(), practice.nurse, api.closeConversation, closing)).status).toBe(200)
  house().clock.advance({ minutes: 1 })
  await fileDue(inSystem(house(), practice.id), (record) => bundleBytes(toBundle(record)))
  for (const id of [conversationId, newId]) {
    expect((await two.read(id)).work?.filing).toMatchObject({ status: 'filed', problem: null })
  }
  const [original, part] = [await filed(await two.read(conversationId)), await filed(await two.read(newId))]
  expect(original).toContain('And I have a rash.')
  expect(original).toContain(`Message 3 answered in “Rash”. It has its own record, with the id ${newId}`)
  expect(part).not.toContain('And I have a rash.')
  expect(part).toContain('Please send a photo.')
  expect(part).toContain(`is in that record, with the id ${conversationId}`)
})

test('the database itself refuses what the patient did not write there', async () => {
  const two = await twoMatters(house())
  await two.split()
  const strange = await aWaitingMessage(house(), two.practice)
  const { messages } = await two.read(strange.conversationId)
  const own = await two.read(two.conversationId)
  const automatic = own.messages.find(({ kind }) => kind === 'auto-reply')
  for (const id of [messages[0]?.id ?? '', automatic?.id ?? '']) {
    const put = inPractice(house(), two.practice.id, (tx) =>
      tx
        .insertInto('split_messages')
        .values({ practice_id: two.practice.id, message_id: id, conversation_id: two.newId })
        .execute(),
    )
    await expect(put).rejects.toThrow('this message is not answered there')
  }
})

/** What the record in the chart says. */
async function filed({ work }: Awaited<ReturnType<Awaited<ReturnType<typeof twoMatters>>['read']>>): Promise<string> {
  const folder = join(house().way.house.config.recordDir, work?.filing?.location ?? '')
  return readFile(join(folder, 'bundle.json'), 'utf8')
}
