import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import { type AttachmentRow, selectAttachments } from '../attachments/attachment-view.ts'
import type { ConsultRow } from './consult-rows.ts'

/** The files that wait with these proposals. Of one that was decided they are the message's, or its writer's again. */
export async function selectProposedFiles(ctx: Context, rows: readonly ConsultRow[]): Promise<AttachmentRow[]> {
  const draftIds = rows.flatMap((row) => (row.is_open && row.draft_id !== null ? [row.draft_id] : []))
  return draftIds.length === 0 ? [] : selectAttachments(ctx, { draftIds })
}

/** A proposal with files that does not go out is its writer's draft again, with its words. The patient's key must be loaded. */
export async function giveFilesBack(ctx: Context, consult: ConsultRow, proposal: string | null): Promise<void> {
  const { draft_id: id, patient_id: patientId } = consult
  if (id === null) {
    return
  }
  const { version } = await ctx.tx
    .updateTable('drafts')
    .set({ version: sql<number>`version + 1` })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow()
  const at = { id, version, patientId }
  await ctx.tx
    .updateTable('drafts')
    .set({
      subject_sealed: ctx.keys.seal('drafts.subject_sealed', at, ''),
      body_sealed: ctx.keys.seal('drafts.body_sealed', at, proposal ?? ''),
      saved_at: ctx.now,
      ended_at: null,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .execute()
}
