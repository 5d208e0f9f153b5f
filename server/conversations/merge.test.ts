// What is promised here: two conversations of one patient are put together and taken apart again. No message moves, what is owed
// to the patient is owed all the time, and never later than they were told; nobody sees what they did not see.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { bundleBytes, toBundle } from '../fhir/bundle.ts'
import { fileDue } from '../filing/file-due.ts'
import { uuidv7 } from '../platform/ids.ts'
import { createLogger } from '../platform/log.ts'
import { schedule } from '../schedule.ts'
import { aReply, aWaitingMessage, aWaitingPractice } from '../tasks/queue.fixture.ts'
import { aCareTeam, aPractitioner, call, inPractice } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { startWorker } from '../worker.ts'
import { aLine, mergeActs, twoConversations } from './merge.fixture.ts'

const house = useTestHouse()

test('both are owed in one place, by the earlier time; each keeps its words, and both sides are told', async () => {
  const two = await twoConversations(house())
  const { practice, patient, headId, otherId, first } = two
  const before = await two.read(otherId)
  const offered = await call(house(), practice.nurse, api.listMergeable, { conversationId: headId })
  expect(offered.body.items).toMatchObject([{ id: otherId, subject: 'Again the refill', version: before.version }])
  expect((await two.merge()).status).toBe(200)

  const [head, other] = [await two.read(headId), await two.read(otherId)]
  expect(head.work?.tasks).toMatchObject([{ status: 'requested', dueAt: first.dueAt.toISOString() }])
  expect(other.work?.tasks).toMatchObject([{ status: 'cancelled', outcome: null }])
  expect(other.messages.map(({ id, text }) => [id, text])).toEqual(before.messages.map(({ id, text }) => [id, text]))
  expect(head.merges).toMatchObject([{ way: 'from', other: { id: otherId }, mergedBy: { id: practice.nurse.id } }])
  expect(other.merges).toMatchObject([{ way: 'into', other: { id: headId, subject: 'A refill, please' } }])
  expect(other.can).toMatchObject({ reply: false, close: false, assign: false, note: false, file: true })
  expect(head.can).toMatchObject({ reply: true, merge: true })

  const seen = await two.read(headId, patient)
  expect(seen.merges).toMatchObject([{ way: 'from', other: { id: otherId }, mergedBy: null }])
  expect((await two.read(otherId, patient)).messages.length).toBe(before.messages.length)
  const list = (await call(house(), patient, api.listConversations, {})).body
  expect(list.items.map(({ id }) => id)).toEqual([headId])
  const queue = await call(house(), practice.nurse, api.listQueue, { status: 'open', careTeamId: practice.careTeam.id })
  expect(queue.body.items.map(({ conversation }) => conversation.id)).toEqual([headId])
})

test('taken apart before an answer, each is owed at its own time, as before', async () => {
  const two = await twoConversations(house())
  const before = [await two.openTask(two.headId), await two.openTask(two.otherId)]
  await two.merge()
  house().clock.advance({ minutes: 1 })
  expect((await two.unmerge()).status).toBe(200)
  for (const [index, id] of [two.headId, two.otherId].entries()) {
    const open = (await two.tasksOf(id)).filter(({ ended_at }) => ended_at === null)
    expect(open).toMatchObject([
      { due_at: before[index]?.due_at, owner_id: null, care_team_id: two.practice.careTeam.id },
    ])
  }
  const list = (await call(house(), two.patient, api.listConversations, {})).body
  expect(list.items.map(({ id }) => id)).toEqual([two.otherId, two.headId])
  expect((await two.read(two.otherId, two.patient)).merges).toMatchObject([
    { way: 'into', partedAt: expect.any(String), partedBy: null },
  ])
  expect((await aLine(house(), two.patient, two.otherId, uuidv7())).status).toBe(200)
})

test('an answer in one answers both, and taking them apart then owes nothing', async () => {
  const two = await twoConversations(house())
  await two.merge()
  await aReply(house(), two.practice.nurse, two.headId)
  house().clock.advance({ minutes: 1 })
  await two.unmerge()
  const open = [...(await two.tasksOf(two.headId)), ...(await two.tasksOf(two.otherId))]
  expect(open.filter(({ ended_at }) => ended_at === null)).toEqual([])
  expect(await orphansOf(two.practice.id)).toEqual([])
})

test('the row shows the newest of all that is read there, wherever it was written', async () => {
  const two = await twoConversations(house())
  const { practice, patient, otherId, headId } = two
  await aReply(house(), practice.nurse, otherId)
  await two.merge()
  const row = async () => (await call(house(), patient, api.listConversations, {})).body.items[0]
  const sentAt = (await two.read(otherId)).messages.at(-1)?.sentAt
  const written = { lastLine: 'It is at your pharmacy tomorrow.', lastAuthor: { id: practice.nurse.id } }
  expect(await row()).toMatchObject({ id: headId, ...written, lastMessageAt: sentAt })
  house().clock.advance({ minutes: 1 })
  await aLine(house(), patient, headId, uuidv7())
  expect(await row()).toMatchObject({ id: headId, lastAuthor: { id: patient.id } })
  expect((await row())?.lastLine).not.toBe(written.lastLine)
  await two.unmerge()
  const items = (await call(house(), patient, api.listConversations, {})).body.items
  expect(items.find(({ id }) => id === otherId)).toMatchObject(written)
})

test('the list has what was written in last on top, wherever it was written, page by page', async () => {
  const two = await twoConversations(house())
  const { practice, patient, otherId, headId } = two
  const between = await aWaitingMessage(house(), practice, { patient, subject: 'Between', text: 'Another thing.' })
  house().clock.advance({ minutes: 1 })
  await aReply(house(), practice.nurse, otherId)
  await two.merge()
  const pages = async () => {
    const ids: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await call(house(), patient, api.listConversations, { limit: 1, ...(cursor && { cursor }) })
      ids.push(...body.items.map(({ id }) => id))
      cursor = body.nextCursor ?? undefined
    } while (cursor !== undefined)
    return ids
  }
  expect(await pages()).toEqual([headId, between.conversationId])
  house().clock.advance({ minutes: 1 })
  await aLine(house(), patient, between.conversationId, uuidv7())
  expect(await pages()).toEqual([between.conversationId, headId])
  house().clock.advance({ minutes: 1 })
  await aLine(house(), patient, headId, uuidv7())
  expect(await pages()).toEqual([headId, between.conversationId])
  await two.unmerge()
  expect(await pages()).toEqual([headId, between.conversationId, otherId])
})

test('what the patient has not read in one is unread where it is read', async () => {
  const two = await twoConversations(house())
  const { practice, patient, otherId, headId } = two
  await aReply(house(), practice.nurse, otherId)
  await two.merge()
  const list = async () => (await call(house(), patient, api.listConversations, {})).body
  expect(await list()).toMatchObject({ items: [{ id: headId, isUnread: true }], unread: 1 })
  const { messages } = await two.read(otherId, patient)
  await call(house(), patient, api.markRead, { conversationId: otherId, sequence: messages.at(-1)?.sequence ?? 0 })
  await call(house(), patient, api.markRead, { conversationId: headId, sequence: 9 })
  expect(await list()).toMatchObject({ items: [{ id: headId, isUnread: false }], unread: 0 })
})

test('what one owed goes to one that owed nothing, with who had it and since when; and back', async () => {
  const two = await twoConversations(house())
  const { practice, headId, otherId, second } = two
  await aReply(house(), practice.physician, headId)
  await call(house(), practice.nurse, api.acceptTask, { taskId: second.taskId, version: second.version })
  const was = await two.openTask(otherId)
  await two.merge()
  const moved = (await two.tasksOf(headId)).find(({ ended_at }) => ended_at === null)
  const same = { due_at: was.due_at, created_at: was.created_at, owner_id: practice.nurse.id, priority: was.priority }
  expect(moved).toMatchObject({ ...same, status: 'accepted' })
  house().clock.advance({ minutes: 1 })
  await two.unmerge()
  expect((await two.tasksOf(headId)).filter(({ ended_at }) => ended_at === null)).toEqual([])
  expect((await two.tasksOf(otherId)).filter(({ ended_at }) => ended_at === null)).toMatchObject([same])
})

test('what the patient wrote meanwhile stays owed where they wrote it', async () => {
  const two = await twoConversations(house())
  await aReply(house(), two.practice.physician, two.headId)
  await two.merge()
  house().clock.advance({ minutes: 1 })
  await aLine(house(), two.patient, two.headId, uuidv7())
  await two.unmerge()
  for (const id of [two.headId, two.otherId]) {
    expect((await two.tasksOf(id)).filter(({ ended_at }) => ended_at === null)).toHaveLength(1)
  }
})

test('nothing new is written where it is not read: the words are refused, kept as a draft, and go on in the other', async () => {
  const two = await twoConversations(house())
  const { patient, headId, otherId } = two
  const draftId = uuidv7()
  await call(house(), patient, api.saveDraft, { draftId, conversationId: otherId, text: 'By the way', version: 0 })
  await two.merge()
  expect(await aLine(house(), patient, otherId, uuidv7())).toMatchObject({
    status: 409,
    body: { code: 'conversation-merged' },
  })
  expect((await two.read(headId, patient)).draft).toMatchObject({ id: draftId, text: 'By the way' })
  await call(house(), patient, api.saveDraft, {
    draftId,
    conversationId: otherId,
    text: 'By the way, also',
    version: 1,
  })
  expect((await two.read(headId, patient)).draft).toMatchObject({ text: 'By the way, also' })
  const note = { conversationId: otherId, noteId: uuidv7(), text: 'A note.' }
  expect((await call(house(), two.practice.nurse, api.writeNote, note)).status).toBe(409)
})

test('closing closes and files both, each with its own messages; open again, the other stays filed', async () => {
  const two = await twoConversations(house())
  const { practice, headId, otherId } = two
  await two.merge()
  const { version } = await two.read(headId)
  await call(house(), practice.nurse, api.closeConversation, { conversationId: headId, outcome: 'answered', version })
  for (const id of [headId, otherId]) {
    expect(await two.read(id)).toMatchObject({ status: 'closed', work: { filing: { status: 'requested' } } })
  }
  house().clock.advance({ minutes: 1 })
  await fileDue(inSystem(house(), practice.id), (record) => bundleBytes(toBundle(record)))
  expect(await filedNote(await two.read(headId))).toContain(`It was put into this conversation.`)
  expect(await filedNote(await two.read(headId))).toContain(otherId)
  expect(await filedNote(await two.read(otherId))).toContain(
    `goes on there. It has its own record, with the id ${headId}`,
  )
  expect((await two.unmerge()).body).toMatchObject({ code: 'merge-closed' })
  await call(house(), practice.nurse, api.reopenConversation, { conversationId: headId })
  expect((await two.unmerge()).status).toBe(200)
  expect(await two.read(otherId)).toMatchObject({ status: 'closed', outcome: 'answered' })
})

test('what is to do in a part is said before it ends with the head, and closing both is taken back for both', async () => {
  const { practice, patient, headId, otherId, merge, read, tasksOf } = await twoConversations(house())
  await merge()
  await call(house(), practice.nurse, api.sendMessage, {
    conversationId: headId,
    messageId: uuidv7(),
    text: 'Renewed.',
    attachmentIds: [],
  })
  // The patient did not read the automatic reply there, and is to be called.
  await inPractice(house(), practice.id, (tx) =>
    tx
      .insertInto('tasks')
      .values({
        practice_id: practice.id,
        id: uuidv7(),
        conversation_id: otherId,
        patient_id: patient.id,
        kind: 'contact-patient',
        status: 'requested',
        care_team_id: practice.careTeam.id,
        due_at: house().clock.now(),
        created_at: house().clock.now(),
      })
      .execute(),
  )
  const conversations = [{ conversationId: headId, version: (await read(headId)).version }]
  const close = (endsTasks: boolean) =>
    call(house(), practice.nurse, api.closeSeveral, { conversations, outcome: 'answered', endsTasks })
  expect((await close(false)).body).toEqual({ done: [], notDone: [{ conversationId: headId, code: 'to-do' }] })
  const closed = await close(true)
  expect(closed.body.done).toHaveLength(1)
  expect([await read(headId), await read(otherId)]).toMatchObject([{ status: 'closed' }, { status: 'closed' }])

  const undone = await call(house(), practice.nurse, api.undoClosures, { conversations: closed.body.done })
  expect(undone.body.done).toHaveLength(1)
  expect([await read(headId), await read(otherId)]).toMatchObject([{ status: 'open' }, { status: 'open' }])
  const toCall = (await tasksOf(otherId)).find(({ kind }) => kind === 'contact-patient')
  expect(toCall).toMatchObject({ status: 'requested', outcome: null, ended_at: null })
})

test('twice is once, also at the same moment and the other way round', async () => {
  const two = await twoConversations(house())
  const { headId, otherId } = two
  const [{ version }, { version: otherVersion }] = [await two.read(headId), await two.read(otherId)]
  const at = { version, otherVersion }
  const answers = await Promise.all([two.merge(at), two.merge(at)])
  expect(answers.map(({ status, body }) => [status, body.version])).toEqual([
    [200, version + 1],
    [200, version + 1],
  ])
  const acts = mergeActs(house(), two.practice.nurse)
  expect((await acts.merge(otherId, headId)).body).toMatchObject({ code: 'already-merged' })
  expect((await Promise.all([two.unmerge(), two.unmerge()])).map(({ status }) => status)).toEqual([200, 200])
  const crossed = await Promise.all([acts.merge(otherId, headId), acts.merge(headId, otherId)])
  expect(crossed.map(({ status }) => status).toSorted()).toEqual([200, 409])
  const rows = await inPractice(house(), two.practice.id, (tx) => tx.selectFrom('merges').selectAll().execute())
  expect(rows).toHaveLength(2)
})

test('each act is on record, for both', async () => {
  const two = await twoConversations(house())
  await two.merge()
  await two.unmerge()
  const rows = await inPractice(house(), two.practice.id, (tx) =>
    tx.selectFrom('audit_events').select('payload').orderBy('id').execute(),
  )
  const told = rows.map(({ payload }) => JSON.parse(payload.toString('utf8')) as { act: string; obj?: { id: string } })
  const of = (act: string) => JSON.stringify(told.filter((entry) => entry.act === act))
  for (const act of ['conversation.merge', 'conversation.unmerge']) {
    expect(of(act)).toContain(two.headId)
    expect(of(act)).toContain(two.otherId)
  }
})

test('with itself, with what another patient or clinic has, and behind a change: refused', async () => {
  const two = await twoConversations(house())
  const { headId, otherId, practice, patient } = two
  const { merge } = mergeActs(house(), practice.nurse)
  expect(await merge(headId, headId)).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'otherId', code: 'same-conversation' }] },
  })
  const strange = await aWaitingMessage(house(), practice)
  const elsewhere = await aWaitingPractice(house())
  for (const id of [strange.conversationId, elsewhere.conversationId, uuidv7()]) {
    expect([(await merge(headId, id)).status, (await merge(id, headId)).status]).toEqual([404, 404])
  }
  await aLine(house(), patient, otherId, uuidv7())
  const { version } = await two.read(otherId)
  expect((await two.merge({ otherVersion: version - 1 })).body).toMatchObject({ code: 'changed-meanwhile' })
  expect((await two.merge({ version: 99 })).body).toMatchObject({ code: 'changed-meanwhile' })
  expect((await two.merge({ as: patient })).status).toBe(403)
})

test('the database itself refuses two patients, and a chain', async () => {
  const two = await twoConversations(house())
  const strange = await aWaitingMessage(house(), two.practice)
  const third = await aWaitingMessage(house(), two.practice, { patient: two.patient })
  const link = (id: string, to: string) =>
    inPractice(house(), two.practice.id, (tx) =>
      tx.updateTable('conversations').set({ merged_into_id: to }).where('id', '=', id).execute(),
    )
  const refused = 'these conversations are not put together'
  await expect(link(strange.conversationId, two.headId)).rejects.toThrow(refused)
  await expect(link(two.headId, two.headId)).rejects.toThrow(refused)
  await two.merge()
  await expect(link(two.headId, third.conversationId)).rejects.toThrow(refused)
  await expect(link(third.conversationId, two.otherId)).rejects.toThrow(refused)
})

test('no chain, nothing closed, nothing one-way, no answer that waits', async () => {
  const two = await twoConversations(house())
  const { practice, patient, headId, otherId } = two
  const { merge } = mergeActs(house(), practice.nurse)
  const third = await aWaitingMessage(house(), practice, { patient })
  await merge(otherId, third.conversationId)
  expect((await two.merge()).body).toMatchObject({ code: 'already-merged' })
  expect((await merge(headId, third.conversationId)).body).toMatchObject({ code: 'already-merged' })
  expect((await merge(third.conversationId, headId)).body).toMatchObject({ code: 'already-merged' })

  const oneWay = uuidv7()
  await call(house(), practice.nurse, api.startConversation, {
    conversationId: oneWay,
    messageId: uuidv7(),
    topicId: practice.topic.id,
    patientId: patient.id,
    mode: 'one-way',
    subject: '',
    text: 'The clinic is closed on Friday.',
    attachmentIds: [],
  })
  expect((await merge(headId, oneWay)).body).toMatchObject({ code: 'merge-one-way' })

  const { messages } = await two.read(headId)
  await call(house(), practice.nurse, api.scheduleSend, {
    conversationId: headId,
    messageId: uuidv7(),
    draftId: uuidv7(),
    text: 'In a moment.',
    attachmentIds: [],
    seenSequence: messages.at(-1)?.sequence ?? 0,
  })
  const fourth = await aWaitingMessage(house(), practice, { patient })
  expect((await merge(headId, fourth.conversationId)).body).toMatchObject({ code: 'answer-waiting' })
  const { version } = await two.read(fourth.conversationId)
  await call(house(), practice.nurse, api.closeConversation, {
    conversationId: fourth.conversationId,
    outcome: 'answered',
    version,
  })
  expect((await merge(otherId, fourth.conversationId)).body).toMatchObject({ code: 'merge-closed' })
})

test('only within one inbox, and not while somebody outside of it has one of them', async () => {
  const two = await twoConversations(house())
  const { practice, otherId, second } = two
  const outsider = await aPractitioner(house(), practice, { role: 'nurse', name: 'Outside' })
  await call(house(), practice.nurse, api.assignTask, {
    taskId: second.taskId,
    practitionerId: outsider.id,
    version: second.version,
  })
  expect((await two.read(otherId, outsider)).id).toBe(otherId)
  expect((await two.merge()).body).toMatchObject({ code: 'merge-held-elsewhere' })
  expect((await two.merge({ as: outsider })).status).toBe(404)

  const team = await aCareTeam(house(), practice, { owner: practice.nurse, backup: practice.clerk })
  const { version } = await two.openTask(otherId)
  await call(house(), practice.nurse, api.assignTask, { taskId: second.taskId, careTeamId: team.id, version })
  expect((await two.merge()).body).toMatchObject({ code: 'merge-other-inbox' })
})

test('whoever is given the one sees what was put into it: nobody answers half, and another inbox gets all', async () => {
  const two = await twoConversations(house())
  const { practice, headId, otherId } = two
  await two.merge()
  const outsider = await aPractitioner(house(), practice, { role: 'nurse', name: 'Outside' })
  const visible = async () => [(await two.read(headId, outsider)).id, (await two.read(otherId, outsider)).id]
  expect(await visible()).toEqual([undefined, undefined])
  const task = await two.openTask(headId)
  const given = { taskId: task.id, practitionerId: outsider.id, version: task.version }
  expect((await call(house(), practice.nurse, api.assignTask, given)).status).toBe(200)
  expect(await visible()).toEqual([headId, otherId])

  const team = await aCareTeam(house(), practice, { owner: practice.nurse, backup: practice.clerk })
  const { version } = await two.openTask(headId)
  await call(house(), practice.nurse, api.assignTask, { taskId: task.id, careTeamId: team.id, version })
  for (const id of [headId, otherId]) {
    expect((await two.read(id)).careTeam.id).toBe(team.id)
  }
})

async function orphansOf(practiceId: string) {
  house().clock.advance({ days: 1 })
  const sweeps = schedule.filter(({ name }) => name === 'find-orphans')
  const worker = startWorker(house().worker, sweeps, createLogger({ level: 'silent' }))
  await worker.runOnce()
  await worker.stop()
  return inPractice(house(), practiceId, (tx) => tx.selectFrom('orphans').select(['kind', 'conversation_id']).execute())
}

/** What the record in the chart says of the others. */
async function filedNote({ work }: Awaited<ReturnType<Awaited<ReturnType<typeof twoConversations>>['read']>>) {
  const folder = join(house().way.house.config.recordDir, work?.filing?.location ?? '')
  const bundle = JSON.parse(await readFile(join(folder, 'bundle.json'), 'utf8')) as {
    entry: { resource: { note?: { text: string }[] } }[]
  }
  return bundle.entry.flatMap(({ resource }) => resource.note ?? []).map(({ text }) => text)[0]
}
