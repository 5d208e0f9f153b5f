// What is promised here: what was typed is not lost, not crossed between patients, and not sent twice.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { anAskedConversation, aQuestion } from '../consults/consults.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, call } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

test('a draft is saved, found on another device, and gone once sent', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const draftId = uuidv7()
  const saved = await call(house(), patient, api.saveDraft, {
    draftId,
    topicId: practice.topic.id,
    subject: 'Cough',
    text: 'Since Sunday I',
    version: 0,
  })
  expect(saved.body.version).toBe(1)
  const list = await call(house(), patient, api.listDrafts, {})
  expect(list.body.items).toMatchObject([{ id: draftId, subject: 'Cough', text: 'Since Sunday I', version: 1 }])

  await call(house(), patient, api.startConversation, {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: 'Cough',
    text: 'Since Sunday I cough.',
    attachmentIds: [],
    draftId,
  })
  expect((await call(house(), patient, api.listDrafts, {})).body.items).toEqual([])
  const late = await call(house(), patient, api.saveDraft, { draftId, text: 'late autosave', version: 1 })
  expect(late).toMatchObject({ status: 409, body: { code: 'draft-ended' } })
})

test('two tabs: the slower save is told, and overwrites nothing', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const draftId = uuidv7()
  await call(house(), patient, api.saveDraft, { draftId, text: 'one', version: 0 })
  await call(house(), patient, api.saveDraft, { draftId, text: 'two', version: 1 })
  const stale = await call(house(), patient, api.saveDraft, { draftId, text: 'three', version: 1 })
  expect(stale).toMatchObject({ status: 409, body: { code: 'changed-meanwhile', facts: { version: 2 } } })
  expect((await call(house(), patient, api.readDraft, { draftId })).body.text).toBe('two')
})

test('a draft begun for one patient cannot be sent or saved for another', async () => {
  const practice = await aPractice(house())
  const [first, second] = [await aPatient(house(), practice), await aPatient(house(), practice)]
  const draftId = uuidv7()
  const draft = { draftId, text: 'For the first.', version: 0 }
  expect((await call(house(), practice.nurse, api.saveDraft, { ...draft, patientId: first.id })).status).toBe(200)
  const moved = await call(house(), practice.nurse, api.saveDraft, { ...draft, version: 1, patientId: second.id })
  expect(moved).toMatchObject({ status: 409, body: { code: 'draft-of-another-patient' } })
  const sent = await call(house(), practice.nurse, api.startConversation, {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: '',
    text: 'For the first.',
    attachmentIds: [],
    patientId: second.id,
    draftId,
  })
  expect(sent).toMatchObject({ status: 409, body: { code: 'draft-of-another-patient' } })
})

test('an unfinished note is kept apart from an answer, for its author alone, and is spent when it is a note', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const { conversationId } = await aWaitingMessage(house(), practice, { patient, text: 'Her knee hurts.' })
  const [noteId, answerId] = [uuidv7(), uuidv7()]
  const note = { draftId: noteId, conversationId, text: 'Ask her sister', isNote: true, version: 0 }
  const answer = { draftId: answerId, conversationId, text: 'Dear', version: 0 }
  const read = async (who: Parameters<typeof call>[1]) =>
    (await call(house(), who, api.readConversation, { conversationId })).body

  expect((await call(house(), practice.nurse, api.saveDraft, note)).status).toBe(200)
  expect((await call(house(), practice.nurse, api.saveDraft, answer)).status).toBe(200)
  expect(await read(practice.nurse)).toMatchObject({
    noteDraft: { id: noteId, text: 'Ask her sister', version: 1 },
    draft: { id: answerId, text: 'Dear', version: 1 },
  })
  expect(await read(practice.physician)).toMatchObject({ noteDraft: null, draft: null })
  expect((await call(house(), practice.nurse, api.listDrafts, {})).body.items).toMatchObject([{ id: answerId }])

  const crossed = { ...answer, draftId: noteId, version: 1 }
  expect((await call(house(), practice.nurse, api.saveDraft, crossed)).status).toBe(409)
  const scheduled = { conversationId, messageId: uuidv7(), draftId: noteId, text: 'Dear', seenSequence: 99 }
  expect((await call(house(), practice.nurse, api.scheduleSend, scheduled)).status).toBe(422)

  await call(house(), practice.nurse, api.writeNote, { conversationId, noteId, text: 'Ask her sister.' })
  expect(await read(practice.nurse)).toMatchObject({ noteDraft: null, draft: { id: answerId } })
  const late = await call(house(), practice.nurse, api.saveDraft, { ...note, version: 1 })
  expect(late).toMatchObject({ status: 409, body: { code: 'draft-ended' } })
})

test('the words of a form are kept apart from the note box, for their author alone, until they are what they were for', async () => {
  const practice = await aPractice(house())
  const { conversationId, patient, taskId, version } = await aWaitingMessage(house(), practice)
  const forms = ['deferral', 'follow-up', 'question'] as const
  const [deferralId, taskNoteId, consultId] = [uuidv7(), uuidv7(), uuidv7()] as const
  const begun = [deferralId, taskNoteId, consultId].map((draftId, at) => ({
    draftId,
    conversationId,
    isNote: true,
    form: forms[at],
    text: `Words of the ${forms[at]}`,
    version: 0,
  }))
  const read = async (who: Parameters<typeof call>[1]) =>
    (await call(house(), who, api.readConversation, { conversationId })).body
  for (const draft of begun) {
    expect((await call(house(), practice.nurse, api.saveDraft, draft)).status).toBe(200)
  }
  const kept = await read(practice.nurse)
  expect(kept).toMatchObject({ noteDraft: null, draft: null })
  expect(kept.formDrafts).toEqual(
    begun.map(({ draftId: id, form, text }) => ({ id, form, consultId: null, text, version: 1 })),
  )
  expect([(await read(practice.physician)).formDrafts, (await read(patient)).formDrafts]).toEqual([[], []])
  expect((await call(house(), practice.nurse, api.listDrafts, {})).body.items).toEqual([])

  const asMessage = { draftId: uuidv7(), conversationId, form: 'deferral' as const, text: 'Dear', version: 0 }
  expect(await call(house(), practice.nurse, api.saveDraft, asMessage)).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'form', code: 'only-of-a-note' }] },
  })
  const crossed = { draftId: deferralId, conversationId, isNote: true, text: 'In the note box', version: 1 }
  expect((await call(house(), practice.nurse, api.saveDraft, crossed)).status).toBe(409)

  const soon = new Date(house().clock.now().getTime() + (3 - 5) * 3_600_000).toISOString().slice(0, 16)
  const deferral = { taskId, version, until: soon, reason: 'results' as const, noteId: deferralId, text: 'Words.' }
  expect((await call(house(), practice.nurse, api.deferTask, deferral)).status).toBe(200)
  const followUp = { conversationId, noteId: taskNoteId, text: 'Words.', dueAt: soon, seenSequence: 2 }
  expect((await call(house(), practice.nurse, api.makeFollowUp, followUp)).status).toBe(200)
  expect(await read(practice.nurse)).toMatchObject({ formDrafts: [{ id: consultId }] })
  const asked = aQuestion(practice, conversationId, { consultId })
  expect((await call(house(), practice.nurse, api.askClinician, asked)).status).toBe(200)
  expect(await read(practice.nurse)).toMatchObject({ noteDraft: null, formDrafts: [] })
  for (const draft of begun) {
    const late = await call(house(), practice.nurse, api.saveDraft, { ...draft, version: 1 })
    expect(late).toMatchObject({ status: 409, body: { code: 'draft-ended' } })
  }
})

test('what a clinician writes to decide a question stays with that question', async () => {
  const { practice, conversationId, consult } = await anAskedConversation(house())
  const { physician, nurse } = practice
  const edit = {
    draftId: uuidv7(),
    conversationId,
    isNote: true,
    form: 'edit' as const,
    text: 'Half of it',
    version: 0,
  }
  const save = (more: { consultId?: string; form?: 'edit' | 'deferral' }) =>
    call(house(), physician, api.saveDraft, { ...edit, ...more })
  const forms = async (who: Parameters<typeof call>[1]) =>
    (await call(house(), who, api.readConversation, { conversationId })).body.formDrafts

  expect(await save({})).toMatchObject({ status: 422, body: { fields: [{ path: 'consultId', code: 'missing' }] } })
  expect(await save({ form: 'deferral', consultId: consult.id })).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'consultId', code: 'not-of-this-form' }] },
  })
  expect((await save({ consultId: uuidv7() })).status).toBe(404)
  expect((await save({ consultId: consult.id })).status).toBe(200)
  const kept = { form: 'edit', consultId: consult.id, id: edit.draftId, text: 'Half of it', version: 1 }
  expect([await forms(physician), await forms(nurse)]).toEqual([[kept], []])

  await call(house(), physician, api.discardDraft, { draftId: edit.draftId })
  expect(await forms(physician)).toEqual([])
})

test('an unfinished note is a colleague’s, and about a conversation', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const { conversationId } = await aWaitingMessage(house(), practice, { patient, text: 'Her knee hurts.' })
  const note = { draftId: uuidv7(), conversationId, text: 'Ask her sister', isNote: true, version: 0 }
  expect((await call(house(), patient, api.saveDraft, note)).status).toBe(403)
  const nowhere = { ...note, conversationId: undefined, patientId: patient.id }
  expect(await call(house(), practice.nurse, api.saveDraft, nowhere)).toMatchObject({
    status: 422,
    body: { fields: [{ path: 'conversationId', code: 'missing' }] },
  })
  expect((await call(house(), practice.nurse, api.saveDraft, note)).status).toBe(200)
})

test('a draft is its author’s alone', async () => {
  const practice = await aPractice(house())
  const [owner, other] = [await aPatient(house(), practice), await aPatient(house(), practice)]
  const draftId = uuidv7()
  await call(house(), owner, api.saveDraft, { draftId, text: 'mine', version: 0 })
  for (const caller of [other, practice.nurse]) {
    expect((await call(house(), caller, api.readDraft, { draftId })).status).toBe(404)
    expect((await call(house(), caller, api.discardDraft, { draftId })).status).toBe(404)
  }
  expect((await call(house(), owner, api.readDraft, { draftId })).body.text).toBe('mine')
})
