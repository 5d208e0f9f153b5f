import { createHash } from 'node:crypto'
import type { Context } from '../access/context.ts'
import { type FileVersion, fileVersions, openSealed, storeSealed } from '../attachments/sealed-file.ts'
import { BlobMissingError } from '../platform/blobs.ts'
import type { NamedDocument } from './documents.ts'

/** One document on its way into a draft: where its bytes, and those of its small picture, will be. */
export type DocumentCopy = {
  attachmentId: string
  patientId: string
  document: NamedDocument
  main: string
  thumbnail: string | null
}
export type Copied = Omit<DocumentCopy, 'main'> & {
  /** Null where the document's own bytes are not there. */
  main: { name: string; sizeBytes: number; sha256: Buffer; clearSha256: string } | null
}

/** Opens each document with the practice's key and seals it anew with the patient's, as a stream: clear bytes are never on disk. */
export async function copyDocuments(
  ctx: Pick<Context, 'house' | 'keys' | 'actor'>,
  { copies }: { copies: readonly DocumentCopy[] },
): Promise<Copied[]> {
  const copied: Copied[] = []
  for (const copy of copies) {
    const { document, thumbnail } = copy
    try {
      const from = { blob: document.blob, version: document.blob_version as FileVersion }
      const main = await copyOne(ctx, copy, from, copy.main)
      if (thumbnail !== null) {
        await copyOne(ctx, copy, { blob: document.thumbnail_blob, version: fileVersions.thumbnail }, thumbnail)
      }
      copied.push({ ...copy, main })
    } catch (error) {
      if (!(error instanceof BlobMissingError)) {
        throw error
      }
      ctx.house.log.error(
        { practiceId: ctx.actor.practiceId, document: document.id },
        'the bytes of a document are gone',
      )
      copied.push({ ...copy, main: null })
    }
  }
  return copied
}

async function copyOne(
  ctx: Pick<Context, 'house' | 'keys' | 'actor'>,
  { attachmentId, patientId, document }: DocumentCopy,
  from: { blob: string | null; version: FileVersion },
  to: string,
): Promise<NonNullable<Copied['main']>> {
  const { blobs } = ctx.house
  const { practiceId } = ctx.actor
  if (from.blob === null) {
    throw new BlobMissingError('a document that was looked at has no bytes')
  }
  const opened = await openSealed(blobs, ctx.keys, {
    practiceId,
    patientId: null,
    attachmentId: document.id,
    version: from.version,
    blob: from.blob,
  })
  const hash = createHash('sha256')
  async function* hashed(): AsyncGenerator<Buffer> {
    for await (const chunk of opened.range(0, opened.sizeBytes)) {
      hash.update(chunk)
      yield chunk
    }
  }
  const place = { practiceId, patientId, attachmentId, version: from.version, blob: to }
  const stored = await storeSealed(blobs, ctx.keys, place, hashed())
  return { ...stored, clearSha256: hash.digest('hex') }
}
