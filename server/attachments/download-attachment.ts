import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { recordAudit } from '../access/audit.ts'
import { accessAttachment } from '../access/attachments.ts'
import type { Context } from '../access/context.ts'
import { BlobMissingError } from '../platform/blobs.ts'
import { conflict, notFound, Problem } from '../platform/problems.ts'
import { fileNameFor } from './file-name.ts'
import type { MediaType } from './media-types.ts'
import { fileVersions, type FileVersion, openSealed } from './sealed-file.ts'

export type Download = {
  mediaType: string
  fileName: string
  sizeBytes: number
  range(start: number, end: number): AsyncIterable<Buffer>
}

/** Decides and records a download; the bytes are opened after the record is committed. Only scanned files leave. */
export async function openDownload(
  ctx: Context,
  input: { attachmentId: string; variant: 'original' | 'thumbnail' },
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
  const version = input.variant === 'thumbnail' ? fileVersions.thumbnail : (row.blob_version as FileVersion)
  return async () => {
    const file = { practiceId: row.practice_id, patientId: row.patient_id, attachmentId: row.id, version }
    const opened = await openSealed(ctx.house.blobs, ctx.keys, {
      ...file,
      dataKeyNumber: row.data_key_number,
      blob,
      blobBytes: input.variant === 'thumbnail' ? null : row.blob_bytes,
    }).catch((error: unknown) => {
      throw error instanceof BlobMissingError ? new Problem(410, 'file-gone') : error
    })
    const mediaType = input.variant === 'thumbnail' ? 'image/webp' : row.media_type
    return {
      ...opened,
      mediaType,
      fileName: input.variant === 'thumbnail' ? 'thumbnail.webp' : fileNameFor(name, row.media_type as MediaType),
    }
  }
}

/** Sends the bytes, or the range asked for, in a response that no page can run. */
export function answerDownload(request: FastifyRequest, reply: FastifyReply, file: Download): FastifyReply {
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
  const range = readRange(request.headers.range, file.sizeBytes)
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send()
  }
  const [start, end] = range ?? [0, file.sizeBytes]
  reply.header('content-length', String(end - start))
  if (range !== undefined) {
    reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${file.sizeBytes}`)
  }
  return reply.send(Readable.from(file.range(start, end), { objectMode: false }))
}

/** One range of RFC 9110, as [start, end); several ranges or none give the whole file. */
export function readRange(
  header: string | undefined,
  sizeBytes: number,
): [number, number] | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (match === null || (match[1] === '' && match[2] === '')) {
    return undefined
  }
  const [first, last] = [match[1] ?? '', match[2] ?? '']
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first)
  const end = first === '' || last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes)
  return start >= sizeBytes || start >= end ? 'unsatisfiable' : [start, end]
}
