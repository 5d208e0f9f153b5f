import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { conversationMachine } from '../../shared/conversation.ts'
import { next } from '../../shared/machine.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { uuidv7 } from '../platform/ids.ts'
import { conflict, invalid } from '../platform/problems.ts'

/**
 * Says that a conversation is about something else: it follows that topic's limits and hours from now on. Whose it is and the
 * time that the patient was told stay, so that moving it back leaves it as it was; topics that patients cannot choose are
 * taken too. What is closed has been filed as it was, and is refused.
 */
export async function moveTopic(
  ctx: Context,
  input: InputOf<typeof api.moveTopic>,
): Promise<ResultOf<typeof api.moveTopic>> {
  const [conversation, topic] = await Promise.all([
    accessConversation(ctx, input.conversationId, 'task.assign'),
    findTopic(ctx, input.topicId),
  ])
  if (topic === undefined) {
    throw invalid({ path: 'topicId', code: 'not-found' })
  }
  if (conversation.version !== input.version) {
    throw conflict('changed-meanwhile', { version: conversation.version, lastSequence: conversation.last_sequence })
  }
  next(conversationMachine, conversation.status, 'close')
  const version = conversation.version + 1
  await Promise.all([
    ctx.tx
      .updateTable('conversations')
      .set({ topic_id: topic.id, version })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', conversation.id)
      .execute(),
    topic.id !== conversation.topic_id && keepMove(ctx, conversation, topic.id),
    recordAudit(ctx, 'conversation.move-topic', {
      object: { type: 'conversation', id: conversation.id, version },
      patients: [conversation.patient_id],
    }),
  ])
  ctx.afterCommit(() => announce(ctx, conversation))
  return { version }
}

function findTopic(ctx: Context, id: string) {
  return ctx.tx
    .selectFrom('topics')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

function keepMove(ctx: Context, from: { id: string; topic_id: string }, topicId: string): Promise<unknown> {
  return ctx.tx
    .insertInto('topic_moves')
    .values({
      practice_id: ctx.actor.practiceId,
      id: uuidv7(ctx.now),
      conversation_id: from.id,
      from_topic_id: from.topic_id,
      to_topic_id: topicId,
      moved_by_id: ctx.actor.id ?? '',
      at: ctx.now,
    })
    .execute()
}
