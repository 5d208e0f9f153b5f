// What is promised here: a send is whole, once, and answered at once with a time; nobody else can do it.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aPatient, aPractice, aTopic, call, callLoosely } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

async function started(options: { words?: number } = {}) {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const conversationId = uuidv7()
  const input = {
    conversationId,
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: 'A refill, please',
    text: 'I have two tablets left of the blue ones.\nCan I get more?',
    attachmentIds: [],
  }
  void options
  const answer = await call(house(), patient, api.startConversation, input)
  return { practice, patient, conversationId, input, answer }
}

test('a patient writes, is answered at once with a time, and the nurse finds it', async () => {
  const { practice, patient, conversationId, answer } = await started()
  expect(answer.status).toBe(200)
  expect(answer.body.message).toMatchObject({ sequence: 1, kind: 'message', isMine: true })
  expect(answer.body.autoReply?.text).toContain('November')
  expect(answer.body.dueAt).not.toBeNull()

  const page = await call(house(), practice.nurse, api.readConversation, { conversationId })
  expect(page.status).toBe(200)
  expect(page.body.messages.map((m) => m.kind)).toEqual(['message', 'auto-reply'])
  expect(page.body.messages[0]?.text).toBe('I have two tablets left of the blue ones.\nCan I get more?')
  expect(page.body.subject).toBe('A refill, please')
  expect(page.body.stage).toBe('received')
  expect(page.body.work?.tasks).toMatchObject([{ kind: 'respond', status: 'requested', dueAt: answer.body.dueAt }])
  expect(page.body.work?.patient.name).toBe(patient.name)

  const own = await call(house(), patient, api.listConversations, {})
  expect(own.body.items).toMatchObject([
    { id: conversationId, isUnread: false, stage: 'received', subject: 'A refill, please' },
  ])
  expect((await call(house(), patient, api.readConversation, { conversationId })).body.work).toBeNull()
})

test('a reply completes the obligation and starts the patient’s clock; reading stops it', async () => {
  const { practice, patient, conversationId } = await started()
  const reply = await call(house(), practice.nurse, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'It is at your pharmacy tomorrow.',
    attachmentIds: [],
    seenSequence: 2,
  })
  expect(reply.status).toBe(200)
  expect(reply.body.autoReply).toBeNull()
  const before = await call(house(), patient, api.listConversations, {})
  expect(before.body).toMatchObject({ unread: 1, items: [{ isUnread: true, stage: 'answered' }] })
  expect(before.body.items[0]?.lastLine).toBe('It is at your pharmacy tomorrow.')

  await call(house(), patient, api.markRead, { conversationId, sequence: 3 })
  expect((await call(house(), patient, api.listConversations, {})).body.unread).toBe(0)
  const page = await call(house(), practice.nurse, api.readConversation, { conversationId })
  expect(page.body.messages[2]?.firstReadAt).not.toBeNull()
  expect(page.body.work?.tasks).toMatchObject([{ status: 'completed', outcome: 'replied' }])
})

test('fifty copies of one send give one message and fifty equal answers', async () => {
  const { practice, patient, conversationId, input } = await started()
  const again = { conversationId, messageId: uuidv7(), text: 'One more thing.', attachmentIds: [] }
  const answers = await Promise.all(Array.from({ length: 50 }, () => call(house(), patient, api.sendMessage, again)))
  expect(new Set(answers.map((a) => JSON.stringify([a.status, a.body]))).size).toBe(1)
  expect(answers[0]?.status).toBe(200)
  const page = await call(house(), practice.nurse, api.readConversation, { conversationId })
  expect(page.body.messages.filter((m) => m.id === again.messageId)).toHaveLength(1)

  const twin = { ...input, conversationId: uuidv7(), messageId: uuidv7() }
  const starts = await Promise.all(
    Array.from({ length: 50 }, () => call(house(), patient, api.startConversation, twin)),
  )
  expect(new Set(starts.map((a) => JSON.stringify([a.status, a.body]))).size).toBe(1)
  expect(starts[0]?.status).toBe(200)
})

test('the same id with other words is refused, and the first stays', async () => {
  const { practice, patient, conversationId } = await started()
  const first = { conversationId, messageId: uuidv7(), text: 'First.', attachmentIds: [] }
  await call(house(), patient, api.sendMessage, first)
  const other = await call(house(), patient, api.sendMessage, { ...first, text: 'Second.' })
  expect(other).toMatchObject({ status: 422, body: { fields: [{ path: 'messageId', code: 'id-already-used' }] } })
  const page = await call(house(), practice.nurse, api.readConversation, { conversationId })
  expect(page.body.messages.at(-1)?.text).toBe('First.')
})

test('an id that another conversation’s message has is refused by name, and nothing of it is shown', async () => {
  const { practice, patient, input } = await started()
  const other = await aPatient(house(), practice)
  const own = { ...input, conversationId: uuidv7(), text: 'Something else.' }
  const first = await call(house(), other, api.startConversation, own)
  expect(first).toMatchObject({ status: 422, body: { fields: [{ path: 'messageId', code: 'id-already-used' }] } })
  await call(house(), other, api.startConversation, { ...own, messageId: uuidv7() })
  const { conversationId } = own
  const letter = { conversationId, messageId: input.messageId, text: 'Once more.', attachmentIds: [] }
  const next = await call(house(), other, api.sendMessage, letter)
  expect(next).toMatchObject({ status: 422, body: { fields: [{ path: 'messageId', code: 'id-already-used' }] } })
  expect(JSON.stringify([first.body, next.body])).not.toContain(patient.id)
})

test('somebody else’s conversation is as unknown as one that does not exist', async () => {
  const { practice, conversationId } = await started()
  const stranger = await aPatient(house(), practice)
  const elsewhere = await aPractice(house())
  const letter = { messageId: uuidv7(), text: 'Hello.', attachmentIds: [] }
  for (const caller of [stranger, elsewhere.nurse]) {
    const theirs = await call(house(), caller, api.sendMessage, { conversationId, ...letter })
    const none = await call(house(), caller, api.sendMessage, { conversationId: uuidv7(), ...letter })
    expect(theirs.status).toBe(404)
    expect({ ...theirs.body, instance: '' }).toEqual({ ...none.body, instance: '' })
    expect((await call(house(), caller, api.readConversation, { conversationId })).status).toBe(404)
  }
})

test('a writer who has not seen the newest message is told before their answer crosses it', async () => {
  const { practice, patient, conversationId } = await started()
  const reply = { conversationId, text: 'On its way.', attachmentIds: [], seenSequence: 2 }
  expect((await call(house(), practice.nurse, api.sendMessage, { ...reply, messageId: uuidv7() })).status).toBe(200)
  const second = await call(house(), practice.physician, api.sendMessage, { ...reply, messageId: uuidv7() })
  expect(second).toMatchObject({ status: 409, body: { code: 'conversation-moved-on', facts: { lastSequence: 3 } } })
  expect((await call(house(), patient, api.readConversation, { conversationId })).body.messages).toHaveLength(3)
})

test.each([
  ['', 'empty'],
  ['   \n ', 'empty'],
  ['a\u0000b', 'nul'],
  ['a\ud800b', 'lone-surrogate'],
  ['pay \u202egnp.exe', 'bidi-control'],
  ['x'.repeat(100_000), 'too-long'],
])('the text %j is refused as %s, and nothing is half-written', async (text, code) => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const input = {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: '',
    text,
    attachmentIds: [],
  }
  const answer = await call(house(), patient, api.startConversation, input)
  expect(answer.status).toBe(422)
  expect(answer.body).toMatchObject({ code: 'invalid-input', fields: [{ path: 'text', code }] })
  expect((await call(house(), patient, api.listConversations, {})).body.items).toEqual([])
})

test('limits of the topic bind the patient, in characters and in words', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const topic = await aTopic(house(), practice, practice.careTeam, { keyword: 'short', characters: 50, words: 10 })
  const input = { conversationId: uuidv7(), messageId: uuidv7(), topicId: topic.id, subject: '', attachmentIds: [] }
  const long = await call(house(), patient, api.startConversation, { ...input, text: 'x'.repeat(51) })
  expect(long.body).toMatchObject({ fields: [{ path: 'text', code: 'too-long', limit: 50 }] })
  const wordy = await call(house(), patient, api.startConversation, { ...input, text: 'a b c d e f g h i j k' })
  expect(wordy.body).toMatchObject({ fields: [{ path: 'text', code: 'too-many-words', limit: 10 }] })
  expect((await call(house(), patient, api.startConversation, { ...input, text: 'x'.repeat(50) })).status).toBe(200)
})

test('unknown fields and fields of staff are refused by name', async () => {
  const { patient, input } = await started()
  const other = { ...input, conversationId: uuidv7(), messageId: uuidv7() }
  const unknown = await callLoosely(house(), patient, api.startConversation, { ...other, role: 'administrator' })
  expect(unknown).toMatchObject({ status: 422, body: { fields: [{ path: 'role', code: 'unknown-field' }] } })
  const staffOnly = await callLoosely(house(), patient, api.startConversation, { ...other, mode: 'one-way' })
  expect(staffOnly).toMatchObject({ status: 422, body: { fields: [{ path: 'mode', code: 'not-yours-to-set' }] } })
})
