import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { conversations as api } from '../../shared/api/conversations.ts'
import { limits } from '../../shared/limits.ts'
import { cleanText, countCharacters } from '../../shared/text.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { invalid } from '../platform/problems.ts'
import { endNoteDraft } from './end-note-draft.ts'

/** Adds an internal note. Notes live apart from messages: nothing that sends reads this table. Twice the same id is once. */
export async function writeNote(
  ctx: Context,
  input: InputOf<typeof api.writeNote>,
): Promise<ResultOf<typeof api.writeNote>> {
  const conversation = await accessConversation(ctx, input.conversationId, 'note.write')
  const cleaned = cleanText(input.text)
  if (!cleaned.ok) {
    throw invalid({ path: 'text', code: cleaned.problem })
  }
  if (countCharacters(cleaned.text) > limits.noteCharacters) {
    throw invalid({ path: 'text', code: 'too-long', limit: limits.noteCharacters })
  }
  const envelope = ctx.keys.seal(
    'notes.body_sealed',
    { id: input.noteId, version: 1, patientId: conversation.patient_id },
    cleaned.text,
  )
  const inserted = await ctx.tx
    .insertInto('notes')
    .values({
      practice_id: ctx.actor.practiceId,
      id: input.noteId,
      conversation_id: conversation.id,
      patient_id: conversation.patient_id,
      author_id: ctx.actor.id ?? '',
      body_sealed: envelope,
      written_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  await endNoteDraft(ctx, input.noteId)
  await recordAudit(ctx, 'note.write', {
    object: { type: 'note', id: input.noteId },
    patients: [conversation.patient_id],
    info: ['note'],
    // What came second was not kept.
    ...(inserted && { envelopes: [{ column: 'notes.body_sealed', row: input.noteId, envelope }] }),
  })
  ctx.afterCommit(() => announce(ctx, conversation))
  return {}
}
