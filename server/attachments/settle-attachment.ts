import { createHash } from 'node:crypto'
import { attachmentMachine, type AttachmentEvent, type Refusal } from '../../shared/attachment.ts'
import { limits } from '../../shared/limits.ts'
import { next } from '../../shared/machine.ts'
import type { Context } from '../access/context.ts'
import { recordAudit } from '../access/audit.ts'
import { announceFile } from './announce-file.ts'
import { scanWithClamd } from './clamd.ts'
import { inspectApart } from './inspect-apart.ts'
import { dropBlobs, expectBlobs, keepBlobs, newBlobName } from './loose-blobs.ts'
import { takeTurns } from '../platform/take-turns.ts'
import { isStoreAway } from '../platform/store-away.ts'
import { MediaError } from './media-error.ts'
import type { ImageMediaType, MediaType } from './media-types.ts'
import { reencodeImage } from './media-worker.ts'
import { fileVersions, openSealed, storeSealed, type SealedFile } from './sealed-file.ts'

/** What an examination needs of a file in quarantine; a document of the practice itself has no patient. */
export type Examined = {
  id: string
  practice_id: string
  patient_id: string | null
  blob: string
  media_type: string
  data_key_number?: number
  /** Where a picture written anew, and its small one, would go. */
  fresh: { main: string; thumbnail: string }
}
export type Quarantined = Examined & { patient_id: string; data_key_number: number; conversation_id: string | null }
export type Verdict =
  | { event: 'wait' }
  | { event: Extract<AttachmentEvent, 'reject'>; refusal: Refusal }
  | { event: Extract<AttachmentEvent, 'pass' | 'skip-scan'>; file: Settled }
export type Stored = Awaited<ReturnType<typeof storeSettled>>
type Settled = { bytes: Buffer; sha256: string; mediaType: string; thumbnail: Buffer | null; isRewritten: boolean }

/** Claims the next file in quarantine for this worker; a worker that dies gives it back when the lease ends. */
export async function claimQuarantined(ctx: Context): Promise<Quarantined | undefined> {
  const row = await ctx.tx
    .selectFrom('attachments')
    .select(['id', 'practice_id', 'patient_id', 'blob', 'media_type', 'data_key_number', 'conversation_id'])
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
  await ctx.tx
    .updateTable('attachments')
    .set({ due_at: new Date(ctx.now.getTime() + limits.scanLeaseMs) })
    .where('practice_id', '=', row.practice_id)
    .where('id', '=', row.id)
    .execute()
  const fresh = { main: newBlobName(), thumbnail: newBlobName() }
  if (row.media_type.startsWith('image/')) {
    await expectBlobs(ctx, [fresh.main, fresh.thumbnail])
  }
  await ctx.keys.load([row.patient_id])
  return { ...row, blob: row.blob, fresh }
}

/** Judges a file and keeps what that made. While the store of the files is away it waits, as without a scanner. */
export async function examineAndStore(
  ctx: Pick<Context, 'house' | 'keys'>,
  row: Examined,
): Promise<{ verdict: Verdict; stored: Stored | null }> {
  try {
    const verdict = await examine(ctx, row)
    return { verdict, stored: 'file' in verdict ? await storeSettled(ctx, row, verdict.file) : null }
  } catch (error) {
    if (isStoreAway(error)) {
      return { verdict: { event: 'wait' }, stored: null }
    }
    throw error
  }
}

/** Scans, looks inside, and writes pictures anew, outside any transaction. Twice is once: it only reads and makes new blobs. */
async function examine(ctx: Pick<Context, 'house' | 'keys'>, row: Examined): Promise<Verdict> {
  const file = sealedFile(row)
  const opened = await openSealed(ctx.house.blobs, ctx.keys, {
    ...file,
    ...(row.data_key_number !== undefined && { dataKeyNumber: row.data_key_number }),
    blob: row.blob,
  })
  const { clamd } = ctx.house.config
  if (clamd !== undefined) {
    const result = await scanWithClamd(clamd, opened.range(0, opened.sizeBytes))
    if (result !== 'clean') {
      return 'infected' in result ? { event: 'reject', refusal: 'infected' } : { event: 'wait' }
    }
  }
  const bytes = await gather(opened.range(0, opened.sizeBytes), opened.sizeBytes)
  const refusal = await inspectApart(bytes, row.media_type as MediaType)
  if (refusal !== undefined) {
    return { event: 'reject', refusal }
  }
  const event = clamd === undefined ? 'skip-scan' : 'pass'
  if (!row.media_type.startsWith('image/')) {
    const sha256 = await hashInTurns(bytes)
    return { event, file: { bytes, sha256, mediaType: row.media_type, thumbnail: null, isRewritten: false } }
  }
  try {
    const image = await reencodeImage(bytes, row.media_type as ImageMediaType)
    return {
      event,
      file: { ...image, sha256: await hashInTurns(image.bytes), isRewritten: true },
    }
  } catch (error) {
    if (error instanceof MediaError) {
      return { event: 'reject', refusal: error.code }
    }
    throw error
  }
}

/** Stores what the examination made; the received bytes of a picture, with all they told, are removed afterwards. */
async function storeSettled(ctx: Pick<Context, 'house' | 'keys'>, row: Examined, file: Settled) {
  const store = (version: SealedFile['version'], blob: string, bytes: Buffer) =>
    storeSealed(ctx.house.blobs, ctx.keys, { ...sealedFile(row), version, blob }, once(bytes))
  const { main, thumbnail } = row.fresh
  return {
    main: file.isRewritten ? await store(fileVersions.rewritten, main, file.bytes) : null,
    thumbnail: file.thumbnail === null ? null : await store(fileVersions.thumbnail, thumbnail, file.thumbnail),
  }
}

/** Writes the verdict, if the file still waits for it. */
export async function settle(ctx: Context, row: Quarantined, verdict: Verdict, stored: Stored | null): Promise<void> {
  await ctx.keys.load([row.patient_id])
  const current = await ctx.tx
    .selectFrom('attachments')
    .leftJoin('conversations', (join) =>
      join
        .onRef('conversations.practice_id', '=', 'attachments.practice_id')
        .onRef('conversations.id', '=', 'attachments.conversation_id'),
    )
    .select(['attachments.status', 'attachments.draft_id', 'attachments.conversation_id', 'conversations.care_team_id'])
    .select(['attachments.patient_id', 'attachments.uploaded_by_id'])
    .where('attachments.practice_id', '=', row.practice_id)
    .where('attachments.id', '=', row.id)
    .forNoKeyUpdate('attachments')
    .executeTakeFirst()
  if (current?.status !== 'quarantined') {
    return
  }
  if (verdict.event === 'wait') {
    await update(ctx, row, { due_at: new Date(ctx.now.getTime() + limits.scanRetryMs) })
    return
  }
  const at = { id: row.id, version: 1, patientId: row.patient_id }
  await keepBlobs(
    ctx,
    [stored?.main, stored?.thumbnail].flatMap((blob) => blob?.name ?? []),
  )
  const sha256Sealed =
    verdict.event === 'reject' ? null : ctx.keys.seal('attachments.sha256_sealed', at, verdict.file.sha256)
  await update(ctx, row, {
    status: next(attachmentMachine, 'quarantined', verdict.event),
    due_at: null,
    ...(verdict.event === 'reject'
      ? { refusal: verdict.refusal }
      : {
          media_type: verdict.file.mediaType,
          size_bytes: verdict.file.bytes.length,
          sha256_sealed: sha256Sealed,
          ...(stored?.main != null && {
            blob: stored.main.name,
            blob_version: fileVersions.rewritten,
            blob_sha256: stored.main.sha256,
            blob_bytes: stored.main.sizeBytes,
          }),
          thumbnail_blob: stored?.thumbnail?.name ?? null,
          data_key_number: ctx.keys.attachmentKey(row.patient_id, row.id).dataKeyNumber,
        }),
  })
  await recordAudit(ctx, 'attachment.settle', {
    object: { type: 'attachment', id: row.id },
    patients: [row.patient_id],
    info: [verdict.event],
    outcome: verdict.event === 'reject' ? 4 : 0,
    ...(sha256Sealed && {
      envelopes: [{ column: 'attachments.sha256_sealed', row: row.id, envelope: sha256Sealed }],
    }),
  })
  announceFile(ctx, current)
  if (verdict.event === 'reject' || stored?.main != null) {
    await dropBlobs(ctx, [row.blob])
  }
}

function update(ctx: Context, row: Quarantined, values: Record<string, unknown>): Promise<unknown> {
  return ctx.tx
    .updateTable('attachments')
    .set(values)
    .where('practice_id', '=', row.practice_id)
    .where('id', '=', row.id)
    .execute()
}

function sealedFile(row: Examined): SealedFile {
  return {
    practiceId: row.practice_id,
    patientId: row.patient_id,
    attachmentId: row.id,
    version: fileVersions.received,
  }
}

/** A long file takes longer than others may wait. */
async function hashInTurns(bytes: Buffer): Promise<string> {
  const hash = createHash('sha256')
  const mayPause = takeTurns()
  for (let at = 0; at < bytes.length; at += limits.hashBytes) {
    hash.update(bytes.subarray(at, at + limits.hashBytes))
    await mayPause()
  }
  return hash.digest('hex')
}

/** In memory that threads share: whoever looks at it elsewhere is given no copy, which for a long file takes longer than others may wait. */
async function gather(chunks: AsyncIterable<Buffer>, sizeBytes: number): Promise<Buffer> {
  const bytes = Buffer.from(new SharedArrayBuffer(sizeBytes))
  let filledBytes = 0
  for await (const chunk of chunks) {
    filledBytes += chunk.copy(bytes, filledBytes)
  }
  return bytes
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}
