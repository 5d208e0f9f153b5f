import { attachmentMachine } from '../../shared/attachment.ts'
import { limits } from '../../shared/limits.ts'
import { next } from '../../shared/machine.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import type { InPractice } from '../access/sweep.ts'
import { findDocument } from '../access/templates.ts'
import { dropBlobs, expectBlobs, keepBlobs, newBlobName } from '../attachments/loose-blobs.ts'
import { fileVersions } from '../attachments/sealed-file.ts'
import { examineAndStore, type Examined, type Stored, type Verdict } from '../attachments/settle-attachment.ts'

/** Looks at the documents of a practice that wait in quarantine, as at any file. Twice is once: it only reads and makes new blobs. */
export async function scanDocuments(inPractice: InPractice): Promise<number> {
  for (let count = 0; count < limits.sweepRows; count++) {
    const { ctx, row } = await inPractice(async (opened) => ({ ctx: opened, row: await claim(opened) }))
    if (row === undefined) {
      return count
    }
    // Outside any transaction: a scan may take seconds. The lease brings the document back if this process dies here.
    const { verdict, stored } = await examineAndStore(ctx, row)
    await inPractice((after) => settle(after, row, verdict, stored))
  }
  return limits.sweepRows
}

async function claim(ctx: Context): Promise<Examined | undefined> {
  const row = await ctx.tx
    .selectFrom('template_documents')
    .select(['id', 'practice_id', 'blob', 'media_type'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('status', '=', 'quarantined')
    .where('due_at', '<=', ctx.now)
    .orderBy('due_at')
    .limit(1)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (row === undefined || row.blob === null) {
    return undefined
  }
  await update(ctx, row.id, { due_at: new Date(ctx.now.getTime() + limits.scanLeaseMs) })
  const fresh = { main: newBlobName(), thumbnail: newBlobName() }
  if (row.media_type.startsWith('image/')) {
    await expectBlobs(ctx, [fresh.main, fresh.thumbnail])
  }
  return { ...row, blob: row.blob, patient_id: null, fresh }
}

/** Writes the verdict, if the document still waits for it. */
async function settle(ctx: Context, row: Examined, verdict: Verdict, stored: Stored | null): Promise<void> {
  const current = await findDocument(ctx, row.id, true)
  if (current?.status !== 'quarantined') {
    return
  }
  if (verdict.event === 'wait') {
    await update(ctx, row.id, { due_at: new Date(ctx.now.getTime() + limits.scanRetryMs) })
    return
  }
  await keepBlobs(
    ctx,
    [stored?.main, stored?.thumbnail].flatMap((blob) => blob?.name ?? []),
  )
  const sealed = verdict.event === 'reject' ? null : sealHash(ctx, row.id, verdict.file.sha256)
  await update(ctx, row.id, {
    status: next(attachmentMachine, 'quarantined', verdict.event),
    due_at: null,
    ...(verdict.event === 'reject'
      ? { refusal: verdict.refusal, blob: null }
      : {
          media_type: verdict.file.mediaType,
          size_bytes: verdict.file.bytes.length,
          sha256_sealed: sealed,
          ...(stored?.main != null && {
            blob: stored.main.name,
            blob_version: fileVersions.rewritten,
            blob_sha256: stored.main.sha256,
            blob_bytes: stored.main.sizeBytes,
          }),
          thumbnail_blob: stored?.thumbnail?.name ?? null,
        }),
  })
  await recordAudit(ctx, 'template-document.settle', {
    object: { type: 'template-document', id: row.id },
    info: [verdict.event],
    outcome: verdict.event === 'reject' ? 4 : 0,
    ...(sealed !== null && {
      envelopes: [{ column: 'template_documents.sha256_sealed' as const, row: row.id, envelope: sealed }],
    }),
  })
  if (verdict.event === 'reject' || stored?.main != null) {
    await dropBlobs(ctx, [row.blob])
  }
}

function sealHash(ctx: Context, id: string, sha256: string): Buffer {
  return ctx.keys.sealForPractice('template_documents.sha256_sealed', { id, version: 1 }, sha256)
}

function update(ctx: Context, id: string, values: Record<string, unknown>): Promise<unknown> {
  return ctx.tx
    .updateTable('template_documents')
    .set(values)
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .execute()
}
