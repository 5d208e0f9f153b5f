// What is promised here: files wait with a proposed answer, are seen by who decides on it and by no patient, go out with it once,
// whoever's words it goes in, and are their writer's again when it does not.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { aWaitingAnswer, goTo, runSends, runSweep } from '../conversations/scheduled.fixture.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPractice, aPractitioner, call, callLoosely, type Person } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { allow, aQuestion, decide, proposal } from './consults.fixture.ts'

const house = useTestHouse()

const read = async (who: { id: string; as: Record<string, string> }, conversationId: string) =>
  (await call(house(), who, api.readConversation, { conversationId })).body
const lettersOf = async (who: { id: string; as: Record<string, string> }, conversationId: string) =>
  (await read(who, conversationId)).messages.filter(({ author }) => author.kind === 'practitioner')

async function statusOf(who: { id: string; as: Record<string, string> }, attachmentId: string): Promise<number> {
  const url = `/api/as/${who.id}/attachments/${attachmentId}/content`
  return (await house().app.inject({ method: 'GET', url, headers: who.as })).statusCode
}

async function aFile(who: Person, draftId: string): Promise<string> {
  const attachmentId = uuidv7()
  const answer = await house().app.inject({
    method: 'PUT',
    url: `/api/as/${who.id}/drafts/${draftId}/attachments/${attachmentId}`,
    headers: { ...who.as, 'content-type': 'application/octet-stream', 'x-file-name': 'form.txt' },
    payload: 'Bring this to the laboratory.',
  })
  expect(answer.statusCode).toBe(200)
  await runSweep(house(), 'scan-attachments')
  return attachmentId
}

async function aDraftWithFile() {
  const practice = await aPractice(house())
  const waiting = await aWaitingMessage(house(), practice)
  const draftId = uuidv7()
  const draft = { draftId, conversationId: waiting.conversationId, text: 'Half of it', version: 0 }
  await call(house(), practice.nurse, api.saveDraft, draft)
  return { practice, ...waiting, draftId, attachmentId: await aFile(practice.nurse, draftId) }
}

async function asked() {
  const begun = await aDraftWithFile()
  const { practice, conversationId, draftId, attachmentId } = begun
  const question = aQuestion(practice, conversationId, { draftId, attachmentIds: [attachmentId] })
  const { status, body } = await call(house(), practice.nurse, api.askClinician, question)
  expect(status).toBe(200)
  expect(body.consult.attachments).toMatchObject([{ id: attachmentId, fileName: 'form.txt' }])
  return { ...begun, question, consultId: question.consultId }
}

/** Until long after files of ended drafts are swept. */
async function muchLater(): Promise<void> {
  house().clock.advance({ seconds: (2 * limits.unfinishedUploadMs) / 1_000 })
  await runSweep(house(), 'sweep-attachments')
}

test('they wait as long as the question, before the eyes of who decides, and go out with the approved answer', async () => {
  const { practice, patient, conversationId, consultId, attachmentId, question } = await asked()
  const { nurse, physician, clerk } = practice
  await muchLater()
  const page = await read(physician, conversationId)
  expect(page.work?.consults).toMatchObject([{ attachments: [{ id: attachmentId }] }])
  expect([await statusOf(physician, attachmentId), await statusOf(clerk, attachmentId)]).toEqual([200, 200])
  const outsider = await aPractitioner(house(), practice, { role: 'nurse' })
  for (const who of [patient, outsider, practice.administrator, (await aPractice(house())).physician]) {
    expect(await statusOf(who, attachmentId)).toBe(404)
  }
  const removed = await callLoosely(house(), physician, api.removeAttachment, { attachmentId })
  expect(removed.status).toBe(403)
  expect(JSON.stringify(await read(patient, conversationId))).not.toContain(attachmentId)

  const held = await aWaitingAnswer(house(), physician, conversationId, { text: proposal, consultId })
  const [waiting] = (await read(nurse, conversationId)).work?.scheduledSends ?? []
  expect(waiting).toMatchObject({ act: 'approval', attachments: [{ id: attachmentId }] })
  goTo(house(), held.sendAt)
  await runSends(house(), 2)
  expect(await lettersOf(patient, conversationId)).toMatchObject([
    { id: question.messageId, text: proposal, author: { id: nurse.id }, attachments: [{ id: attachmentId }] },
  ])
  await muchLater()
  expect([await statusOf(patient, attachmentId), await statusOf(outsider, attachmentId)]).toEqual([200, 404])
})

test('in the clinician’s own words they go too', async () => {
  const { practice, patient, conversationId, consultId, attachmentId } = await asked()
  const edit = { decision: 'edit' as const, text: 'Stop it, and bring this.' }
  const { status, body } = await decide(house(), practice.physician, { conversationId, consultId }, edit)
  expect([status, body.message?.attachments.map(({ id }) => id)]).toEqual([200, [attachmentId]])
  expect(await statusOf(patient, attachmentId)).toBe(200)
})

test.each(['returned', 'taken back'])('%s, they are in their writer’s draft with the proposed words', async (how) => {
  const { practice, conversationId, consultId, attachmentId, draftId } = await asked()
  expect((await read(practice.nurse, conversationId)).draft).toBeNull()
  await (how === 'returned'
    ? decide(house(), practice.physician, { conversationId, consultId }, { decision: 'return', text: 'Why?' })
    : call(house(), practice.nurse, api.withdrawConsult, { conversationId, consultId }))
  const page = await read(practice.nurse, conversationId)
  expect(page.draft).toMatchObject({ id: draftId, text: proposal, attachments: [{ id: attachmentId }] })
  expect(page.work?.consults).toMatchObject([{ attachments: [] }])
  expect(await statusOf(practice.physician, attachmentId)).toBe(404)
  // The same draft, asked about once more.
  const again = aQuestion(practice, conversationId, { draftId, attachmentIds: [attachmentId] })
  expect((await call(house(), practice.nurse, api.askClinician, again)).status).toBe(200)
})

test('where the patient was answered in another way nobody opens them any more, and they are swept', async () => {
  const { practice, conversationId, attachmentId } = await asked()
  await call(house(), practice.nurse, api.sendMessage, {
    conversationId,
    messageId: uuidv7(),
    text: 'Come in today.',
    attachmentIds: [],
  })
  expect(await statusOf(practice.physician, attachmentId)).toBe(404)
  await muchLater()
  expect(await statusOf(practice.nurse, attachmentId)).toBe(404)
})

test('to be signed too, and at once in a clinician’s name, they go along', async () => {
  for (const allows of ['co-sign', 'at-once'] as const) {
    const { practice, patient, conversationId, draftId, attachmentId } = await aDraftWithFile()
    await allow(house(), practice, allows)
    const consultId = uuidv7()
    const { status } = await call(house(), practice.nurse, api.sendOnBehalf, {
      conversationId,
      practitionerId: practice.physician.id,
      messageId: uuidv7(),
      consultId,
      text: proposal,
      draftId,
      attachmentIds: [attachmentId],
      seenSequence: 2,
    })
    expect(status).toBe(200)
    if (allows === 'co-sign') {
      await decide(house(), practice.physician, { conversationId, consultId }, { decision: 'approve' })
    }
    expect(await lettersOf(patient, conversationId)).toMatchObject([{ attachments: [{ id: attachmentId }] }])
  }
})

test('files without words, without their draft, and of another are refused by the name of their field', async () => {
  const { practice, conversationId, draftId, attachmentId } = await aDraftWithFile()
  for (const [more, path, code] of [
    [{ kind: 'advice', text: undefined, draftId, attachmentIds: [attachmentId] }, 'text', 'missing'],
    [{ attachmentIds: [attachmentId] }, 'draftId', 'missing'],
    [{ draftId, attachmentIds: [uuidv7()] }, 'attachmentIds', 'file-not-ready'],
  ] as const) {
    const { status, body } = await callLoosely(
      house(),
      practice.nurse,
      api.askClinician,
      aQuestion(practice, conversationId, more),
    )
    expect([status, body]).toMatchObject([422, { fields: [{ path, code }] }])
  }
  expect((await read(practice.nurse, conversationId)).draft).toMatchObject({ id: draftId })
})
