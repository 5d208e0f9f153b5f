import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingPractice, openTaskOf } from '../tasks/queue.fixture.ts'
import { call, inPractice } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'

type Colleague = Parameters<typeof call>[1]

/** A patient asks about a refill and, an hour later in the same conversation, about a rash. */
export async function twoMatters(house: TestHouse) {
  const first = await aWaitingPractice(house)
  const { practice, patient, conversationId } = first
  house.clock.advance({ hours: 1 })
  const rashId = uuidv7()
  await writeIn(house, patient, conversationId, 'And I have a rash.', rashId)
  house.clock.advance({ minutes: 5 })
  const newId = uuidv7()
  const read = async (id: string, as: Colleague = practice.nurse) =>
    (await call(house, as, api.readConversation, { conversationId: id })).body
  const version = async (id: string) => (await read(id)).version
  const { messages } = await read(conversationId)
  return {
    ...first,
    rashId,
    newId,
    read,
    rashAt: new Date(messages.find(({ id }) => id === rashId)?.sentAt ?? 0),
    refillId: messages[0]?.id ?? '',
    /** A file that came with this message. */
    fileAt: async (messageId: string) => {
      const [draftId, attachmentId] = [uuidv7(), uuidv7()]
      await call(house, patient, api.saveDraft, { draftId, text: '', version: 0 })
      await house.app.inject({
        method: 'PUT',
        url: `/api/as/${patient.id}/drafts/${draftId}/attachments/${attachmentId}`,
        headers: { ...patient.as, 'content-type': 'application/octet-stream', 'x-file-name': 'arm.txt' },
        payload: Buffer.from('Since Monday.'),
      })
      await inPractice(house, practice.id, (tx) =>
        tx
          .updateTable('attachments')
          .set({ conversation_id: conversationId, message_id: messageId, draft_id: null })
          .where('id', '=', attachmentId)
          .execute(),
      )
      return attachmentId
    },
    openTask: (id: string) => openTaskOf(house, practice.id, id),
    openTasks: (id: string) =>
      inPractice(house, practice.id, (tx) =>
        tx.selectFrom('tasks').selectAll().where('conversation_id', '=', id).where('ended_at', 'is', null).execute(),
      ),
    write: (id: string, text: string, as: Colleague = practice.nurse, messageId = uuidv7()) =>
      writeIn(house, as, id, text, messageId),
    split: async (
      given: { as?: Colleague; newId?: string; messageIds?: string[]; topicId?: string; version?: number } = {},
    ) =>
      call(house, given.as ?? practice.nurse, api.splitConversation, {
        conversationId,
        newId: given.newId ?? newId,
        messageIds: given.messageIds ?? [rashId],
        topicId: given.topicId ?? practice.topic.id,
        subject: 'Rash',
        version: given.version ?? (await version(conversationId)),
      }),
    undo: async () =>
      call(house, practice.nurse, api.mergeConversation, {
        conversationId,
        otherId: newId,
        version: await version(conversationId),
        otherVersion: await version(newId),
      }),
  }
}

function writeIn(house: TestHouse, as: Colleague, conversationId: string, text: string, messageId: string) {
  return call(house, as, api.sendMessage, { conversationId, messageId, text, attachmentIds: [] })
}
