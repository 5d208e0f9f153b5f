import type { AttachmentStatus, MediaKind, Refusal } from '../../shared/attachment.ts'
import { forbidden, notFound, Problem } from '../platform/problems.ts'
import type { Context } from './context.ts'
import { accessConversation, isRestricted, type Permitted } from './conversations.ts'
import { answeredIn } from './split-messages.ts'

export type AttachmentAction = 'attachment.read' | 'attachment.download' | 'attachment.remove'
export type AttachmentDoorRow = NonNullable<Awaited<ReturnType<typeof loadAttachment>>>

/**
 * The door to a file: in a draft it is its author's alone, unless it waits with an answer that a clinician is asked about; once sent
 * it follows its conversation, and the one in which its message is answered.
 */
export async function accessAttachment<A extends AttachmentAction>(
  ctx: Context,
  id: string,
  action: A,
): Promise<Permitted<AttachmentDoorRow, A>> {
  const row = await loadAttachment(ctx, id, action === 'attachment.remove')
  if (row === undefined || row.status === 'removed') {
    throw notFound()
  }
  if (row.conversation_id === null) {
    if (row.uploaded_by_id !== ctx.actor.id) {
      await accessProposed(ctx, row, action)
    }
  } else {
    const conversation = await accessEither(ctx, row.conversation_id, row.message_id)
    if (isRestricted(ctx.actor, conversation) || action === 'attachment.remove') {
      throw forbidden()
    }
  }
  await ctx.keys.load([row.patient_id])
  return row as Permitted<AttachmentDoorRow, A>
}

/** Colleagues of the conversation look at it for as long as the question is open; never its patient, and nobody takes it out. */
async function accessProposed(
  ctx: Context,
  { id, draft_id: draftId }: AttachmentDoorRow,
  action: AttachmentAction,
): Promise<void> {
  const conversationId =
    ctx.actor.kind === 'practitioner' && draftId !== null ? await proposedIn(ctx, draftId, id) : null
  if (conversationId === null) {
    throw notFound()
  }
  const conversation = await accessConversation(ctx, conversationId, 'conversation.read')
  if (isRestricted(ctx.actor, conversation) || action === 'attachment.remove') {
    throw forbidden()
  }
}

async function proposedIn(ctx: Context, draftId: string, id: string): Promise<string | null> {
  const row = await ctx.tx
    .selectFrom('consults')
    .innerJoin('tasks', (join) =>
      join.onRef('tasks.practice_id', '=', 'consults.practice_id').onRef('tasks.id', '=', 'consults.task_id'),
    )
    .select('consults.conversation_id')
    .where('consults.practice_id', '=', ctx.actor.practiceId)
    .where('consults.draft_id', '=', draftId)
    .where((eb) => eb(eb.val(id), '=', eb.fn.any('consults.attachment_ids')))
    .where('consults.status', '=', 'requested')
    .where('tasks.status', 'in', ['requested', 'accepted'])
    .executeTakeFirst()
  return row?.conversation_id ?? null
}

async function accessEither(ctx: Context, conversationId: string, messageId: string | null) {
  try {
    return await accessConversation(ctx, conversationId, 'conversation.read')
  } catch (error) {
    const otherId = error instanceof Problem && error.status === 404 ? await answeredIn(ctx, messageId) : undefined
    if (otherId === undefined) {
      throw error
    }
    return accessConversation(ctx, otherId, 'conversation.read')
  }
}

function loadAttachment(ctx: Context, id: string, lock: boolean) {
  const query = ctx.tx
    .selectFrom('attachments')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .$narrowType<{ status: AttachmentStatus; refusal: Refusal | null; kind: MediaKind | null }>()
  return (lock ? query.forNoKeyUpdate() : query).executeTakeFirst()
}
