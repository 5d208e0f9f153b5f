import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { recordAudit } from '../access/audit.ts'
import { accessAttachment } from '../access/attachments.ts'
import type { Context } from '../access/context.ts'
import { conflict, notFound } from '../platform/problems.ts'
import { beginDownload, type Download } from './begin-download.ts'
import { fileNameFor } from './file-name.ts'
import type { MediaType } from './media-types.ts'
import { fileVersions, type FileVersion } from './sealed-file.ts'

/** Decides and records a download; no byte of it leaves before the record is committed. Only scanned files leave. */
export async function openDownload(
  ctx: Context,
  input: { attachmentId: string; variant: 'original' | 'thumbnail'; range: string | undefined },
): Promise<() => Promise<Download>> {
  const row = await accessAttachment(ctx, input.attachmentId, 'attachment.download')
  if (row.status !== 'clean' && row.status !== 'unscanned') {
    throw conflict('file-not-ready', { status: row.status })
  }
  const blob = input.variant === 'thumbnail' ? row.thumbnail_blob : row.blob
  if (blob === null) {
    throw notFound()
  }
  await recordAudit(ctx, 'attachment.download', {
    object: { type: 'attachment', id: row.id },
    patients: [row.patient_id],
    info: [input.variant === 'thumbnail' ? 'thumbnail' : 'attachment'],
  })
  const at = { id: row.id, version: 1, patientId: row.patient_id }
  const name = ctx.keys.open('attachments.file_name_sealed', at, row.file_name_sealed)
  const file = {
    practiceId: row.practice_id,
    patientId: row.patient_id,
    attachmentId: row.id,
    dataKeyNumber: row.data_key_number,
    blob,
  }
  return input.variant === 'thumbnail'
    ? beginDownload(
        ctx,
        { ...file, version: fileVersions.thumbnail },
        { mediaType: 'image/webp', fileName: 'thumbnail.webp', range: input.range },
      )
    : beginDownload(
        ctx,
        { ...file, version: row.blob_version as FileVersion, blobBytes: row.blob_bytes },
        { mediaType: row.media_type, fileName: fileNameFor(name, row.media_type as MediaType), range: input.range },
      )
}

/** Sends the bytes, or the range asked for, in a response that no page can run. */
export function answerDownload(reply: FastifyReply, file: Download): FastifyReply {
  const isShown = /^(image|audio|video)\//.test(file.mediaType)
  reply
    .header('content-type', file.mediaType.startsWith('text/') ? 'text/plain; charset=utf-8' : file.mediaType)
    .header('content-security-policy', "sandbox; default-src 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .header('accept-ranges', 'bytes')
    .header(
      'content-disposition',
      `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.fileName).replaceAll("'", '%27')}`,
    )
  const { range } = file
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send()
  }
  const [start, end] = range ?? [0, file.sizeBytes]
  reply.header('content-length', String(end - start))
  if (range !== undefined) {
    reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${file.sizeBytes}`)
  }
  return reply.send(Readable.from(file.bytes, { objectMode: false }))
}
