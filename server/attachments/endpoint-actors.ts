import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { type EndpointRows, memberStatuses, type World } from '../testing/endpoint-actors.ts'
import { call } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { scanAttachments } from './sweep-attachments.ts'

/** Sent files follow their conversation; files in a draft are their author's alone. */
const onSentFile = memberStatuses({
  otherPractice: 404,
  patient: 200,
  otherPatient: 404,
  clerk: 200,
  nurse: 200,
  physician: 200,
  administrator: 404,
  privacyOfficer: 404,
})
const onOwnDraft = { ...onSentFile, clerk: 404, nurse: 404, physician: 404 }

async function aFile({ house, patient }: World): Promise<{ draftId: string; attachmentId: string }> {
  const place = { draftId: uuidv7(), attachmentId: uuidv7() }
  await call(house, patient, api.saveDraft, { draftId: place.draftId, text: '', version: 0 })
  await house.app.inject({
    method: 'PUT',
    url: `/api/as/${patient.id}/drafts/${place.draftId}/attachments/${place.attachmentId}`,
    headers: { ...patient.as, 'content-type': 'application/octet-stream', 'x-file-name': 'a.txt' },
    payload: Buffer.from('words'),
  })
  return place
}

async function aSentFile(world: World): Promise<{ attachmentId: string }> {
  const { house, patient, practice } = world
  const { draftId, attachmentId } = await aFile(world)
  await scanAttachments(inSystem(house, practice.id))
  await call(house, patient, api.startConversation, {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    topicId: practice.topic.id,
    subject: '',
    text: 'A file.',
    draftId,
    attachmentIds: [attachmentId],
  })
  return { attachmentId }
}

const sent = new WeakMap<World, Promise<{ attachmentId: string }>>()
function theSentFile(world: World): Promise<{ attachmentId: string }> {
  const known = sent.get(world) ?? aSentFile(world)
  sent.set(world, known)
  return known
}

export const attachmentRows: EndpointRows = {
  uploadAttachment: {
    input: async (world) => ({ ...(await aFile(world)), attachmentId: uuidv7() }),
    statuses: onOwnDraft,
    send: async ({ house }, caller, input) => {
      const answer = await house.app.inject({
        method: 'PUT',
        url: `/api/as/${caller.id ?? uuidv7()}/drafts/${String(input['draftId'])}/attachments/${String(input['attachmentId'])}`,
        headers: { ...caller.as, 'content-type': 'application/octet-stream', 'x-file-name': 'b.txt' },
        payload: Buffer.from('more words'),
      })
      return answer.statusCode
    },
  },
  downloadAttachment: { input: theSentFile, statuses: onSentFile },
  readAttachment: { input: theSentFile, statuses: onSentFile },
  removeAttachment: {
    input: async (world) => ({ attachmentId: (await aFile(world)).attachmentId }),
    statuses: onOwnDraft,
  },
}
