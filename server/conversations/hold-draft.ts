import { formActs } from '../../shared/scheduled-send.ts'
import type { Context } from '../access/context.ts'
import { conflict, invalid } from '../platform/problems.ts'
import type { Act } from './read-act.ts'
import type { ScheduledRow } from './scheduled-view.ts'

type Held = {
  draftId: string
  text: string
  attachmentIds: string[]
  isImportant?: boolean | undefined
  /** Null of the first message of a conversation. */
  act: Act | null
  outcome?: string | undefined
  start?: Start
}
/** With what a conversation is to begin. */
type Start = {
  topicId: string | null
  subject: string
  mode: string
  replyUntil: Date | null
  /** The words are the reason of a block until then. */
  blockEndsAt: Date | null
}
type Place = { patient_id: string; conversation_id: string | null }

/**
 * The author's draft holds the words and files of what goes out later, as the author sees them now. It is ended meanwhile, so
 * that no window saves over it, and nothing lists it as unfinished.
 */
export async function holdDraft(ctx: Context, place: Place, held: Held): Promise<void> {
  const before = await ctx.tx
    .selectFrom('drafts')
    .select(['version', 'patient_id', 'conversation_id', 'ended_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', held.draftId)
    .where('author_id', '=', ctx.actor.id)
    .where('is_note', '=', false)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (before?.ended_at != null) {
    throw conflict('draft-ended')
  }
  if (before !== undefined && before.patient_id !== place.patient_id) {
    throw conflict('draft-of-another-patient')
  }
  if (before !== undefined && before.conversation_id !== place.conversation_id) {
    throw invalid({ path: 'draftId', code: 'of-another-conversation' })
  }
  const version = (before?.version ?? 0) + 1
  const at = { id: held.draftId, version, patientId: place.patient_id }
  const words = {
    subject_sealed: ctx.keys.seal('drafts.subject_sealed', at, held.start?.subject ?? ''),
    body_sealed: ctx.keys.seal('drafts.body_sealed', at, held.text),
    // Taken back, it is marked as it was.
    is_important: held.isImportant ?? false,
    ...asForm(held),
    topic_id: held.start?.topicId ?? null,
    mode: held.start?.mode ?? null,
    reply_until: held.start?.replyUntil ?? null,
    block_ends_at: held.start?.blockEndsAt ?? null,
    saved_at: ctx.now,
    ended_at: ctx.now,
    version,
  }
  await (before === undefined ? insert(ctx, place, held.draftId, words) : update(ctx, held.draftId, words))
  await requireFiles(ctx, held)
}

/** Taken back, words with a form of their own are in it again, as they were chosen. */
function asForm({ act, outcome }: Held) {
  const form = formActs.find((one) => one === act?.act) ?? null
  return { act: form, coaching_kind: act?.coaching_kind ?? null, outcome: form === null ? null : (outcome ?? null) }
}

type Words = {
  subject_sealed: Buffer
  body_sealed: Buffer
  is_important: boolean
  act: string | null
  coaching_kind: string | null
  outcome: string | null
  topic_id: string | null
  mode: string | null
  reply_until: Date | null
  block_ends_at: Date | null
  saved_at: Date
  ended_at: Date
  version: number
}

async function insert(ctx: Context, place: Place, id: string, words: Words): Promise<void> {
  const inserted = await ctx.tx
    .insertInto('drafts')
    .values({
      practice_id: ctx.actor.practiceId,
      id,
      author_kind: 'practitioner',
      author_id: ctx.actor.id ?? '',
      ...place,
      ...words,
    })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) {
    throw invalid({ path: 'draftId', code: 'id-already-used' })
  }
}

function update(ctx: Context, id: string, words: Words): Promise<unknown> {
  return ctx.tx
    .updateTable('drafts')
    .set(words)
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .execute()
}

/** Every file that was named is in the draft, and whole. */
export async function requireFiles(
  ctx: Context,
  { draftId, attachmentIds }: Pick<Held, 'draftId' | 'attachmentIds'>,
): Promise<void> {
  if (attachmentIds.length === 0) {
    return
  }
  const there = await ctx.tx
    .selectFrom('attachments')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', 'in', attachmentIds)
    .where('draft_id', '=', draftId)
    .where('uploaded_by_id', '=', ctx.actor.id)
    .where('status', 'in', ['quarantined', 'clean', 'unscanned'])
    .execute()
  if (there.length !== new Set(attachmentIds).size) {
    throw invalid({ path: 'attachmentIds', code: 'file-not-ready' })
  }
}

/**
 * What did not go out is an unfinished draft again, the newest of its author's. Words that were approved are their writer's: they
 * stay with the question, which is open as before.
 */
export async function giveWordsBack(ctx: Context, { act, draft_id: draftId }: ScheduledRow): Promise<void> {
  if (act === 'approval') {
    return
  }
  await ctx.tx
    .updateTable('drafts')
    .set({ ended_at: null, saved_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', draftId)
    .execute()
}
