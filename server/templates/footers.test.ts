// What is promised here: below every message of the clinic stands who wrote it, how soon the clinic answers and whom to call,
// in the patient's language, put there by the server and kept as it was; nobody can leave it out.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPatient, aPractice, call, callLoosely, inPractice, type TestPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()
type Who = Parameters<typeof call>[1]
type Both = { en: string; fr: string }

const sign = (who: Who, text: Both, version = 0) => call(house(), who, api.saveSignature, { text, version })
const foot = (practice: TestPractice, text: Both, version = 0) =>
  call(house(), practice.administrator, api.saveMessageFooter, { text, version })
const reply = async (who: Who, conversationId: string) =>
  (
    await call(house(), who, api.sendMessage, {
      conversationId,
      messageId: uuidv7(),
      text: 'It is ready.',
      attachmentIds: [],
    })
  ).body.message

test('below a colleague’s message, in the patient’s language, for both sides alike; below a patient’s nothing', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice, { language: 'fr' })
  const { conversationId } = await aWaitingMessage(house(), practice, { patient })
  await sign(practice.nurse, { en: '{myName}', fr: 'T. Lindqvist, {myRole}' })
  const footer = [
    'T. Lindqvist, infirmière ou infirmier',
    '',
    'Nous répondons aux messages en 2\u00A0jours ouvrables.',
    'Si c’est une urgence, appelez le 911 ou allez à l’urgence la plus proche.',
    'Si cela ne peut pas attendre, appelez la clinique au 416-555-0100.',
  ].join('\n')
  const sent = await reply(practice.nurse, conversationId)
  expect(sent).toMatchObject({ text: 'It is ready.', footer })
  for (const who of [practice.physician, patient]) {
    const { messages } = (await call(house(), who, api.readConversation, { conversationId })).body
    expect(messages.map((message) => [message.kind, message.author.kind, message.footer])).toEqual([
      ['message', 'patient', ''],
      ['auto-reply', 'system', ''],
      ['message', 'practitioner', footer],
    ])
  }
})

test('what stood below a message stays, whatever is changed later, and cannot be changed in the database', async () => {
  const practice = await aPractice(house())
  const { conversationId } = await aWaitingMessage(house(), practice)
  const first = await reply(practice.nurse, conversationId)
  await sign(practice.nurse, { en: 'Tomas', fr: '' })
  await foot(practice, { en: 'In {turnaround}. {clinicPhone}', fr: 'En {turnaround}. {clinicPhone}' })
  const second = await reply(practice.nurse, conversationId)
  expect(second.footer).toBe('Tomas\n\nIn 2 working days. 416-555-0100')
  const { messages } = (await call(house(), practice.nurse, api.readConversation, { conversationId })).body
  expect(messages.filter(({ isMine }) => isMine).map(({ footer }) => footer)).toEqual([first.footer, second.footer])
  await expect(
    inPractice(house(), practice.id, (tx) =>
      tx.updateTable('messages').set({ footer_sealed: null }).where('id', '=', first.id).execute(),
    ),
  ).rejects.toThrow('a sent message does not change')
})

test('a message that starts a conversation has it too; one that cannot be answered says nothing of answers', async () => {
  const practice = await aPractice(house())
  const patient = await aPatient(house(), practice)
  const start = async (mode: 'two-way' | 'one-way') =>
    (
      await call(house(), practice.physician, api.startConversation, {
        conversationId: uuidv7(),
        messageId: uuidv7(),
        topicId: practice.topic.id,
        patientId: patient.id,
        subject: '',
        text: 'Your flu shot is due.',
        attachmentIds: [],
        mode,
      })
    ).body.message.footer
  expect(await start('two-way')).toContain('We answer messages within 2 working days.')
  expect(await start('one-way')).not.toContain('We answer')
  expect(await start('one-way')).toContain('call the clinic at 416-555-0100')
})

test('it is sealed, its hash is in the log, and a clerk who sees no words sees none of it', async () => {
  const practice = await aPractice(house())
  const { conversationId } = await aWaitingMessage(house(), practice)
  await sign(practice.nurse, { en: 'zephyr', fr: 'zephyr' })
  const { id } = await reply(practice.nurse, conversationId)
  const { row, acts } = await inPractice(house(), practice.id, async (tx) => {
    await tx.updateTable('practices').set({ clerk_view: 'subject' }).execute()
    return {
      row: await tx.selectFrom('messages').select('footer_sealed').where('id', '=', id).executeTakeFirstOrThrow(),
      acts: await tx.selectFrom('audit_events').select('payload').execute(),
    }
  })
  expect(row.footer_sealed?.toString('latin1')).not.toContain('zephyr')
  const entries = acts.map(({ payload }) => payload.toString('utf8'))
  const entry = entries.find((text) => text.includes(id) && text.includes('message.send'))
  expect(JSON.parse(entry ?? '{}').env).toMatchObject([{ column: 'messages.body' }, { column: 'messages.footer' }])
  expect(entries.join()).not.toContain('zephyr')
  const { messages } = (await call(house(), practice.clerk, api.readConversation, { conversationId })).body
  expect(messages.map(({ footer }) => footer)).toEqual(['', '', ''])
})

test('the practice’s words are read as a patient would read them; an older page does not write over a newer', async () => {
  const practice = await aPractice(house())
  const text = { en: 'In {turnaround}. Urgent? {clinicPhone}', fr: 'En {turnaround}. Urgent ? {clinicPhone}' }
  expect((await foot(practice, text)).body).toEqual({
    text,
    version: 1,
    example: { en: 'In 2 working days. Urgent? 416-555-0100', fr: 'En 2\u00A0jours ouvrables. Urgent ? 416-555-0100' },
  })
  expect((await foot(practice, text)).body.version).toBe(1)
  expect((await foot(practice, { en: '', fr: '' })).status).toBe(409)
  const { body } = await foot(practice, { en: '', fr: '' }, 1)
  expect(body).toMatchObject({ text: { en: '', fr: '' }, version: 2 })
  expect(body.example.en).toContain('If it is an emergency, call 911')

  expect((await sign(practice.nurse, { en: 'A', fr: '' })).body.version).toBe(1)
  expect((await sign(practice.nurse, { en: 'A', fr: '' })).body.version).toBe(1)
  expect((await sign(practice.nurse, { en: 'B', fr: '' })).status).toBe(409)
  expect((await call(house(), practice.nurse, api.readSignature, {})).body).toEqual({
    text: { en: 'A', fr: '' },
    version: 1,
  })
  expect((await call(house(), practice.physician, api.readSignature, {})).body.version).toBe(0)
})

describe('bad input is refused by the name of its field:', () => {
  const good = { en: '{turnaround} {clinicPhone}', fr: '{turnaround} {clinicPhone}' }
  test.each<[string, 'saveSignature' | 'saveMessageFooter', Partial<Both>, string, string, string | number]>([
    ['a variable there is not', 'saveSignature', { en: '{name}' }, 'text.en', 'unknown-variable', 'name'],
    [
      'a variable that may have no value',
      'saveSignature',
      { fr: '{awayFrom}' },
      'text.fr',
      'not-here-variable',
      'awayFrom',
    ],
    ['a long signature', 'saveSignature', { en: 'x'.repeat(301) }, 'text.en', 'too-long', limits.signatureCharacters],
    [
      'a footer without a phone',
      'saveMessageFooter',
      { en: '{turnaround}' },
      'text.en',
      'needs-variable',
      'clinicPhone',
    ],
    [
      'a footer without a time',
      'saveMessageFooter',
      { fr: '{clinicPhone}' },
      'text.fr',
      'needs-variable',
      'turnaround',
    ],
    [
      'a person in the footer',
      'saveMessageFooter',
      { en: `${good.en} {myName}` },
      'text.en',
      'not-here-variable',
      'myName',
    ],
  ])('%s', async (_what, name, text, path, code, limit) => {
    const practice = await aPractice(house())
    const who = name === 'saveSignature' ? practice.nurse : practice.administrator
    const { status, body } = await callLoosely(house(), who, api[name], { text: { ...good, ...text }, version: 0 })
    expect([status, body]).toEqual([
      422,
      expect.objectContaining({ fields: [expect.objectContaining({ path, code, limit })] }),
    ])
  })

  test('a footer in one language alone', async () => {
    const practice = await aPractice(house())
    const input = { text: { en: good.en, fr: ' ' }, version: 0 }
    const { body } = await callLoosely(house(), practice.administrator, api.saveMessageFooter, input)
    expect(body).toMatchObject({ fields: [{ path: 'text.fr', code: 'empty' }] })
  })
})
