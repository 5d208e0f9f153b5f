// What is promised here: a rule answers with a template of the practice, filled in, in the patient's language and with the enforced
// footer, marked for what it is; it never sends what it cannot fill in, never twice in a day, and never ends the obligation.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import type { Rule } from '../../shared/rules.ts'
import { makeNotices, noticesOf } from '../notifications/notices.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aReply, aWaitingMessage, openTaskOf } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, call, callLoosely, inPractice, type PatientPerson } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aRule, putInForce } from './rules.fixture.ts'

const house = useTestHouse()
const both = {
  en: 'Hello {patientGivenName}, please send a photo about {topicName}.',
  fr: 'Bonjour {patientGivenName}, envoyez une photo.',
}

async function aWorld(text = both) {
  const practice = await aPractice(house())
  const { body: template } = await call(house(), practice.nurse, api.saveTemplate, {
    templateId: uuidv7(),
    scope: 'practice',
    careTeamId: null,
    name: { en: 'Send a photo', fr: text.fr === '' ? '' : 'Envoyez une photo' },
    text,
    reviewOn: null,
    version: 0,
  })
  const answering = (asksForMore: boolean, parts: Partial<Rule> = {}) =>
    aRule({
      name: 'Rash',
      when: { words: ['rash', 'rougeur'] },
      does: { reply: { templateId: template.id, asksForMore } },
      ...parts,
    })
  const thread = async (patient: PatientPerson, conversationId: string) =>
    (await call(house(), patient, api.readConversation, { conversationId })).body.messages
  const routing = async (conversationId: string) =>
    (await call(house(), practice.nurse, api.readConversation, { conversationId })).body.work?.routings[0]
  const write = (patient: PatientPerson, conversationId: string, text: string, messageId = uuidv7()) =>
    call(house(), patient, api.sendMessage, { conversationId, messageId, text, attachmentIds: [] })
  return { practice, template, answering, thread, routing, write }
}

test('the template goes to the patient at once, in their language, filled in and with the footer; the message still waits', async () => {
  const { practice, answering, thread, routing } = await aWorld()
  await putInForce(house(), practice, [answering(true)])
  const patient = await aPatient(house(), practice, { language: 'fr', givenName: 'Amélie' })
  const { conversationId } = await aWaitingMessage(house(), practice, { patient, text: 'Une ROUGEUR au bras.' })
  const messages = await thread(patient, conversationId)
  expect(messages.map(({ kind, author }) => [kind, author.kind])).toEqual([
    ['message', 'patient'],
    ['auto-reply', 'system'],
    ['rule-reply', 'system'],
  ])
  expect(messages[2]).toMatchObject({ text: 'Bonjour Amélie, envoyez une photo.' })
  expect(messages[2]?.footer).toContain('appelez la clinique au 416-555-0100')
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ kind: 'respond', status: 'requested' })
  expect(await routing(conversationId)).toMatchObject({
    rules: ['Rash'],
    reply: { template: { en: 'Send a photo' }, asksForMore: true, problem: null },
  })
  const acts = await inPractice(house(), practice.id, (tx) => tx.selectFrom('audit_events').select('payload').execute())
  const entries = acts.map(({ payload }): unknown => JSON.parse(payload.toString('utf8')))
  expect(entries).toContainEqual(
    expect.objectContaining({
      act: 'message.rule-reply',
      object: { type: 'rule-set', id: practice.id, version: 1 },
      patient: [patient.id],
      env: [
        expect.objectContaining({ column: 'messages.body', row: messages[2]?.id }),
        expect.objectContaining({ column: 'messages.footer', row: messages[2]?.id }),
      ],
    }),
  )
})

test('a template that is damaged costs nobody a message: it arrives, and what was answered before stays readable', async () => {
  const { practice, template, answering, thread, routing, write } = await aWorld()
  await putInForce(house(), practice, [answering(false)])
  const patient = await aPatient(house(), practice)
  const { conversationId } = await aWaitingMessage(house(), practice, { patient, text: 'A rash.' })
  await inPractice(house(), practice.id, (tx) =>
    tx
      .updateTable('templates')
      .set({ content_sealed: Buffer.alloc(200, 1) })
      .where('id', '=', template.id)
      .execute(),
  )
  expect(await routing(conversationId)).toMatchObject({ reply: { template: null } })
  house().clock.advance({ hours: 25 })
  const { status, body } = await write(patient, conversationId, 'The rash is worse.')
  expect([status, body]).toMatchObject([200, { message: { text: 'The rash is worse.' }, ruleReply: null }])
  expect((await thread(patient, conversationId)).filter(({ kind }) => kind === 'rule-reply')).toHaveLength(1)
  expect(await openTaskOf(house(), practice.id, conversationId)).toMatchObject({ kind: 'respond', status: 'requested' })
})

test('the same send again makes no second reply, and gives the same answer', async () => {
  const { practice, answering, thread } = await aWorld()
  await putInForce(house(), practice, [answering(false)])
  const patient = await aPatient(house(), practice)
  const input = {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: '',
    text: 'A rash.',
    attachmentIds: [],
  }
  const first = await call(house(), patient, api.startConversation, input)
  const again = await call(house(), patient, api.startConversation, input)
  expect(first.body.ruleReply).toMatchObject({ kind: 'rule-reply', sequence: 3 })
  expect(again.body.ruleReply).toMatchObject({ id: first.body.ruleReply?.id, text: first.body.ruleReply?.text })
  expect(await thread(patient, input.conversationId)).toHaveLength(3)
})

test('it is new to the patient and told by a notice, and starts no clock of reminders', async () => {
  const { practice, answering } = await aWorld()
  await putInForce(house(), practice, [answering(false)])
  const { conversationId, patient } = await aWaitingMessage(house(), practice, { text: 'A rash.' })
  const { body } = await call(house(), patient, api.listConversations, {})
  expect(body.items).toMatchObject([{ id: conversationId, isUnread: true }])
  await makeNotices(house())
  expect(await noticesOf(house(), practice.id)).toMatchObject([{ conversation_id: conversationId }])
  const row = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('conversations').select('patient_unread_since').executeTakeFirstOrThrow(),
  )
  expect(row.patient_unread_since).toBeNull()
})

test('the queue says that a rule asked for more until somebody writes', async () => {
  const { practice, answering, write } = await aWorld()
  await putInForce(house(), practice, [answering(true)])
  const { conversationId, patient, ...waiting } = await aWaitingMessage(house(), practice, { text: 'A rash.' })
  const queue = async () =>
    (await call(house(), practice.nurse, api.listQueue, { careTeamId: practice.careTeam.id })).body.items
  const dueAt = waiting.dueAt.toISOString()
  expect(await queue()).toMatchObject([{ isAwaitingPatient: true, task: { dueAt } }])
  await write(patient, conversationId, 'Here is more.')
  expect(await queue()).toMatchObject([{ isAwaitingPatient: false, task: { dueAt } }])
})

test('no second reply within the time after the first, and none after a colleague has written', async () => {
  const { practice, answering, thread, routing, write } = await aWorld()
  await putInForce(house(), practice, [answering(true)])
  const { conversationId, patient } = await aWaitingMessage(house(), practice, { text: 'A rash.' })
  const replies = async () => (await thread(patient, conversationId)).filter(({ kind }) => kind === 'rule-reply').length

  house().clock.advance({ hours: 23 })
  await write(patient, conversationId, 'The rash is bigger.')
  expect([await replies(), (await routing(conversationId))?.reply]).toMatchObject([1, { problem: 'recent' }])
  house().clock.advance({ hours: limits.ruleReplyQuietMs / 3_600_000 - 22 })
  await write(patient, conversationId, 'The rash is bigger still.')
  expect([await replies(), (await routing(conversationId))?.reply]).toMatchObject([2, { problem: null }])

  house().clock.advance({ hours: 25 })
  await aReply(house(), practice.nurse, conversationId)
  house().clock.advance({ hours: 1 })
  await write(patient, conversationId, 'And the rash?')
  expect([await replies(), (await routing(conversationId))?.reply]).toMatchObject([2, { problem: 'recent' }])
})

test.each([
  ['a template that names its writer', { en: 'Hello, {myName}.', fr: 'Bonjour, {myName}.' }, 'variables'],
  ['a template with no text in the patient’s language', { en: '', fr: 'Bonjour.' }, 'language'],
])('%s is not sent, and the history says why', async (_, text, problem) => {
  const { practice, template, answering, thread, routing } = await aWorld(both)
  await putInForce(house(), practice, [answering(true)])
  await call(house(), practice.nurse, api.saveTemplate, {
    templateId: template.id,
    scope: 'practice',
    careTeamId: null,
    name: { en: text.en && 'Photo', fr: 'Photo' },
    text,
    reviewOn: null,
    version: 1,
  })
  const { conversationId, patient } = await aWaitingMessage(house(), practice, { text: 'A rash.' })
  expect((await thread(patient, conversationId)).map(({ kind }) => kind)).toEqual(['message', 'auto-reply'])
  expect(await routing(conversationId)).toMatchObject({ reply: { problem } })
  const { body } = await call(house(), practice.nurse, api.listQueue, { careTeamId: practice.careTeam.id })
  expect(body.items).toMatchObject([{ isAwaitingPatient: false }])
})

test('a template out of use is not sent, and the rules say so', async () => {
  const { practice, template, answering, thread, routing } = await aWorld()
  await putInForce(house(), practice, [answering(false)])
  await call(house(), practice.nurse, api.archiveTemplate, { templateId: template.id, isArchived: true, version: 1 })
  const { conversationId, patient } = await aWaitingMessage(house(), practice, { text: 'A rash.' })
  expect(await thread(patient, conversationId)).toHaveLength(2)
  expect(await routing(conversationId)).toMatchObject({ reply: { problem: 'archived' } })
  const { body } = await call(house(), practice.clerk, api.listRules, {})
  expect(body).toMatchObject({
    warnings: [['template-archived']],
    templates: [{ id: template.id, name: { en: 'Send a photo' }, isArchived: true }],
  })
})

test('a rule takes a template of the practice alone', async () => {
  const { practice } = await aWorld()
  const { body: own } = await call(house(), practice.administrator, api.saveTemplate, {
    templateId: uuidv7(),
    scope: 'personal',
    careTeamId: null,
    name: { en: 'Mine', fr: '' },
    text: { en: 'Hello.', fr: '' },
    reviewOn: null,
    version: 0,
  })
  const { status, body } = await callLoosely(house(), practice.administrator, api.saveRules, {
    rules: [aRule({ does: { reply: { templateId: own.id, asksForMore: false } } })],
    version: 0,
  })
  expect([status, body]).toMatchObject([
    422,
    { fields: [{ path: 'rules.0.does.reply.templateId', code: 'not-found' }] },
  ])
})

test('a trial tells how often a rule would reply and with what, and sends nothing', async () => {
  const { practice, template, answering, thread } = await aWorld({ ...both, fr: '' })
  const english = await aWaitingMessage(house(), practice, { text: 'A rash.' })
  const patient = await aPatient(house(), practice, { language: 'fr' })
  const french = await aWaitingMessage(house(), practice, { patient, text: 'Une rougeur.' })
  await aWaitingMessage(house(), practice, { text: 'Two tablets left.' })
  const { body } = await call(house(), practice.nurse, api.tryRules, { rules: [answering(true)] })
  expect(body).toMatchObject({
    looked: 3,
    warnings: [['template-one-language']],
    changed: { all: { count: 2 }, reply: { count: 2 }, labels: { count: 0 } },
    replies: { sent: { count: 1 }, notSent: { count: 1 } },
  })
  const replyTo = (id: string) => body.items.find(({ conversationId }) => conversationId === id)?.reply
  expect(replyTo(english.conversationId)).toEqual({ templateId: template.id, asksForMore: true, problem: null })
  expect(replyTo(french.conversationId)).toMatchObject({ problem: 'language' })
  expect(await thread(english.patient, english.conversationId)).toHaveLength(2)
})
