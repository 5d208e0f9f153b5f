import type { AttachmentStatus, MediaKind, Refusal } from '../../shared/attachment.ts'
import { forbidden, notFound, Problem } from '../platform/problems.ts'
import type { Context } from './context.ts'
import { accessConversation, hasPart, isRestricted, type Permitted } from './conversations.ts'
import { answeredIn } from './split-messages.ts'

export type AttachmentAction = 'attachment.read' | 'attachment.download' | 'attachment.remove'
export type AttachmentDoorRow = NonNullable<Awaited<ReturnType<typeof loadAttachment>>>

/**
 * The door to a file: in a draft it is its author's alone, unless it waits with words that colleagues see, to be approved or to go
 * out; once sent it follows its conversation, and the one in which its message is answered.
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
      await accessWaiting(ctx, row, action)
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

/** Colleagues look at it for as long as they see the words with which it waits; never its patient, and nobody takes it out. */
async function accessWaiting(
  ctx: Context,
  { id, draft_id: draftId }: AttachmentDoorRow,
  action: AttachmentAction,
): Promise<void> {
  if (ctx.actor.kind !== 'practitioner' || draftId === null) {
    throw notFound()
  }
  const conversationId = (await proposedIn(ctx, draftId, id)) ?? (await answersIn(ctx, draftId, id))
  const seen =
    conversationId == null
      ? await beginsFor(ctx, draftId, id)
      : await accessConversation(ctx, conversationId, 'conversation.read')
  if (isRestricted(ctx.actor, seen) || action === 'attachment.remove') {
    throw forbidden()
  }
}

async function proposedIn(ctx: Context, draftId: string, id: string): Promise<string | undefined> {
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
  return row?.conversation_id
}

/** Words on their way out with this file, and those that did not go out and were left to the colleagues. */
function shownWith(ctx: Context, draftId: string, id: string) {
  return ctx.tx
    .selectFrom('scheduled_sends')
    .where('scheduled_sends.practice_id', '=', ctx.actor.practiceId)
    .where('scheduled_sends.draft_id', '=', draftId)
    .where((eb) => eb(eb.val(id), '=', eb.fn.any('scheduled_sends.attachment_ids')))
    .where((eb) =>
      eb.or([
        eb('scheduled_sends.state', '=', 'waiting'),
        eb.and([eb('scheduled_sends.state', '=', 'refused'), eb('scheduled_sends.refusal', '=', 'no-access')]),
      ]),
    )
}

/** Null where it is to begin one. */
async function answersIn(ctx: Context, draftId: string, id: string): Promise<string | null | undefined> {
  const row = await shownWith(ctx, draftId, id).select('scheduled_sends.written_in_id').executeTakeFirst()
  return row?.written_in_id
}

/** What is to begin a conversation is seen by who works in the inbox to which that will belong. */
async function beginsFor(ctx: Context, draftId: string, id: string): Promise<{ clerk_view: 'full' | 'subject' }> {
  const row = await shownWith(ctx, draftId, id)
    .innerJoin('drafts', (join) =>
      join
        .onRef('drafts.practice_id', '=', 'scheduled_sends.practice_id')
        .onRef('drafts.id', '=', 'scheduled_sends.draft_id'),
    )
    .innerJoin('topics', (join) =>
      join.onRef('topics.practice_id', '=', 'drafts.practice_id').onRef('topics.id', '=', 'drafts.topic_id'),
    )
    .innerJoin('care_team_members', (join) =>
      join
        .onRef('care_team_members.practice_id', '=', 'topics.practice_id')
        .onRef('care_team_members.care_team_id', '=', 'topics.care_team_id')
        .on('care_team_members.practitioner_id', '=', ctx.actor.id),
    )
    .innerJoin('practices', 'practices.practice_id', 'scheduled_sends.practice_id')
    .select('practices.clerk_view')
    .$narrowType<{ clerk_view: 'full' | 'subject' }>()
    .executeTakeFirst()
  if (row === undefined || !hasPart(ctx.actor)) {
    throw notFound()
  }
  return row
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
