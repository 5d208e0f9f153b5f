// What is promised here: what was typed is not lost, not crossed between patients, and not sent twice.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
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
