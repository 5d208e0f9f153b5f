// What is promised here: nobody writes in a clinician's name unless that clinician let them; and where they are to sign too,
// nothing goes out before they have.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPractice, call, callLoosely } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { allow, decide, proposal } from './consults.fixture.ts'

const house = useTestHouse()

async function aNurseFor(allows: 'at-once' | 'co-sign' | 'nothing') {
  const practice = await aPractice(house())
  await allow(house(), practice, allows)
  const waiting = await aWaitingMessage(house(), practice)
  const letter = {
    conversationId: waiting.conversationId,
    practitionerId: practice.physician.id,
    messageId: uuidv7(),
    consultId: uuidv7(),
    text: proposal,
    seenSequence: 2,
  }
  return { practice, ...waiting, letter }
}

test('let to, a nurse sends for the physician at once, and both are named', async () => {
  const { practice, patient, letter } = await aNurseFor('at-once')
  const { physician, nurse } = practice
  for (let count = 0; count < 2; count++) {
    const answer = await call(house(), nurse, api.sendOnBehalf, letter)
    expect(answer.body).toMatchObject({
      consult: null,
      message: { author: { id: nurse.id }, onBehalfOf: { id: physician.id }, approvedBy: null },
    })
  }
  const { messages } = (await call(house(), patient, api.readConversation, { conversationId: letter.conversationId }))
    .body
  expect(messages).toHaveLength(3)
  expect(messages.at(-1)).toMatchObject({ author: { name: nurse.name }, onBehalfOf: { name: physician.name } })
})

test('where the physician signs too, it waits for them, and goes out in their name', async () => {
  const { practice, patient, letter } = await aNurseFor('co-sign')
  const { physician, nurse } = practice
  const waits = await call(house(), nurse, api.sendOnBehalf, letter)
  expect(waits.body).toMatchObject({
    message: null,
    consult: { kind: 'approval', proposal, asked: { id: physician.id }, onBehalfOf: { id: physician.id } },
  })
  expect(
    (await call(house(), patient, api.readConversation, { conversationId: letter.conversationId })).body.messages,
  ).toHaveLength(2)
  const signed = await decide(house(), physician, letter, { decision: 'approve' })
  expect(signed.body.message).toMatchObject({
    author: { id: nurse.id },
    onBehalfOf: { id: physician.id },
    approvedBy: { id: physician.id },
  })
})

test.each([
  ['co-sign', 200],
  ['at-once', 409],
] as const)('what is to be signed waits for the signature or is not sent: let %s, %i', async (allows, status) => {
  const { practice, patient, letter } = await aNurseFor(allows)
  const answer = await callLoosely(house(), practice.nurse, api.sendOnBehalf, { ...letter, isToBeSigned: true })
  expect(answer.status).toBe(status)
  if (allows === 'at-once') {
    expect(answer.body).toMatchObject({ code: 'not-to-be-signed' })
  }
  const { messages } = (await call(house(), patient, api.readConversation, { conversationId: letter.conversationId }))
    .body
  expect(messages).toHaveLength(2)
})

test.each(['nothing', 'at-once', 'co-sign'] as const)(
  'let %s, a colleague who was not named may not',
  async (allows) => {
    const { practice, letter } = await aNurseFor(allows)
    const answer = await call(house(), practice.clerk, api.sendOnBehalf, letter)
    expect(answer.status).toBe(403)
    expect((await call(house(), practice.nurse, api.sendOnBehalf, letter)).status).toBe(
      allows === 'nothing' ? 403 : 200,
    )
  },
)

test('taken back, it ends at once', async () => {
  const { practice, letter } = await aNurseFor('at-once')
  const save = (allows: 'nothing' | 'at-once', version: number) =>
    call(house(), practice.physician, api.saveDelegation, { practitionerId: practice.nurse.id, allows, version })
  expect((await save('nothing', 0)).status).toBe(409)
  expect((await save('nothing', 1)).status).toBe(200)
  expect((await call(house(), practice.nurse, api.sendOnBehalf, letter)).status).toBe(403)
  expect((await call(house(), practice.physician, api.listDelegations, {})).body.items).toEqual([])
})

test('both see it, and only those who prescribe can let somebody', async () => {
  const { practice } = await aNurseFor('co-sign')
  const { physician, nurse, clerk } = practice
  const seen = async (who: typeof nurse) => (await call(house(), who, api.listDelegations, {})).body.items
  expect(await seen(physician)).toMatchObject([{ delegate: { id: nurse.id }, needsCoSign: true, isMine: true }])
  expect(await seen(nurse)).toMatchObject([{ practitioner: { id: physician.id }, isMine: false }])
  const input = { practitionerId: clerk.id, allows: 'at-once' as const, version: 0 }
  expect((await call(house(), nurse, api.saveDelegation, input)).status).toBe(403)
})
