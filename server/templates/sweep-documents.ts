import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { InPractice } from '../access/sweep.ts'
import { dropBlobs } from '../attachments/loose-blobs.ts'

/** Removes documents that were taken away, and those that no version named within a day. What any version names stays. Twice is once. */
export function sweepDocuments(inPractice: InPractice): Promise<number> {
  return inPractice(async (ctx) => {
    const receivedBefore = new Date(ctx.now.getTime() - limits.unfinishedUploadMs)
    const { rows } = await sql<{ blob: string | null; thumbnail_blob: string | null }>`
      with gone as (
        select practice_id, id, blob, thumbnail_blob from template_documents
        where practice_id = ${ctx.actor.practiceId} and named_at is null
          and ((status = 'removed' and due_at <= ${ctx.now}) or (status <> 'removed' and created_at <= ${receivedBefore}))
        limit ${limits.sweepRows} for no key update skip locked
      )
      update template_documents set status = 'removed', due_at = null, blob = null, thumbnail_blob = null
      from gone where template_documents.practice_id = gone.practice_id and template_documents.id = gone.id
      returning gone.blob, gone.thumbnail_blob`.execute(ctx.tx)
    await dropBlobs(
      ctx,
      rows.flatMap((row) => [row.blob, row.thumbnail_blob]).filter((name) => name !== null),
    )
    return rows.length
  })
}
