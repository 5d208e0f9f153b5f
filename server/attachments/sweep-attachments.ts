import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { InPractice } from '../access/sweep.ts'
import { dropBlobs, sweepLooseBlobs } from './loose-blobs.ts'
import { claimQuarantined, examineAndStore, settle } from './settle-attachment.ts'

/** Looks at the files of a practice that wait in quarantine, one after the other. Returns how many were looked at. */
export async function scanAttachments(inPractice: InPractice): Promise<number> {
  for (let count = 0; count < limits.sweepRows; count++) {
    const claimed = await inPractice(async (ctx) => ({ ctx, row: await claimQuarantined(ctx) }))
    const { ctx, row } = claimed
    if (row === undefined) {
      return count
    }
    // Outside any transaction: a scan may take seconds. The lease brings the file back if this process dies here.
    const { verdict, stored } = await examineAndStore(ctx, row)
    await inPractice((after) => settle(after, row, verdict, stored))
  }
  return limits.sweepRows
}

/** Gives up uploads that never arrived whole, and removes the bytes of files taken out of drafts or left in ended ones, and those no file has. What waits to go out, or to be decided, keeps its files. */
export async function sweepAttachments(inPractice: InPractice): Promise<number> {
  const count = await inPractice(async (ctx) => {
    const { rows } = await sql<{ id: string; blob: string | null; thumbnail_blob: string | null }>`
      with gone as (
        select a.practice_id, a.id, a.blob, a.thumbnail_blob from attachments a
        left join drafts d on d.practice_id = a.practice_id and d.id = a.draft_id
        where a.practice_id = ${ctx.actor.practiceId} and a.message_id is null
          and ((a.status in ('receiving', 'removed') and a.due_at <= ${ctx.now})
            or (a.status <> 'removed' and d.ended_at <= ${new Date(ctx.now.getTime() - limits.unfinishedUploadMs)}
              and not exists (select from scheduled_sends s where s.practice_id = ${ctx.actor.practiceId}
                and s.draft_id = a.draft_id and s.state = 'waiting')
              and not exists (select from consults c join tasks t on t.practice_id = c.practice_id and t.id = c.task_id
                where c.practice_id = ${ctx.actor.practiceId} and c.draft_id = a.draft_id
                  and c.status = 'requested' and t.status in ('requested', 'accepted'))))
        limit ${limits.sweepRows} for no key update of a skip locked
      )
      update attachments set status = 'removed', due_at = null, blob = null, thumbnail_blob = null
      from gone where attachments.practice_id = gone.practice_id and attachments.id = gone.id
      returning attachments.id, gone.blob, gone.thumbnail_blob`.execute(ctx.tx)
    const blobs = rows.flatMap((row) => [row.blob, row.thumbnail_blob]).filter((name) => name !== null)
    await dropBlobs(ctx, blobs)
    return rows.length
  })
  await sweepLooseBlobs(inPractice)
  return count
}
