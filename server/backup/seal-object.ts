// How an object of a backup is kept: one line that names the format and the key, then Cobblestone-256 (platform/crypto/chunked.ts)
// of its bytes, packed by zstd. Its name is bound into its key: an object in another's place does not open.
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { deriveKey } from '../platform/crypto/hkdf.ts'
import { decryptRange, encryptPieces, plaintextLength } from '../platform/crypto/chunked.ts'
import { DecryptError } from '../platform/crypto/envelope.ts'
import type { KeyEncryptionKey } from '../platform/key-file.ts'
import { BackupError } from './backup-error.ts'

/** `id` is that of the key-encryption key it follows from. */
export type BackupKey = { id: string; bytes: Buffer }

/**
 * The key of backups follows from the key-encryption key: whoever can open what is in a backup can open the backup, and there is
 * no second key to lose. docs/decisions says why.
 */
export function backupKey(kek: KeyEncryptionKey): BackupKey {
  return { id: kek.id, bytes: deriveKey(kek.key, 'threadwell/v1/backup') }
}

const pack = promisify(zstdCompress)
const unpack = promisify(zstdDecompress)
const format = /^threadwell-backup-v1 ([0-9a-f]{16})\n$/
const headBytes = 38

export async function sealObject(key: BackupKey, name: string, bytes: Buffer): Promise<Buffer> {
  const packed = await pack(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 1 } })
  const head = Buffer.from(`threadwell-backup-v1 ${key.id}\n`)
  return Buffer.concat([
    head,
    ...(await Array.fromAsync(encryptPieces(whole(packed), key.bytes, contextOf(head, name)))),
  ])
}

/** The bytes as they were; refuses in words what was sealed with another key, and what is not as it was written. */
export async function openObject(key: BackupKey, name: string, sealed: Buffer): Promise<Buffer> {
  const head = sealed.subarray(0, headBytes)
  const madeWith = format.exec(head.toString('latin1'))?.[1]
  if (madeWith === undefined) {
    throw damaged(name)
  }
  if (madeWith !== key.id) {
    throw new BackupError(
      'other-key',
      `The backup was made with the key ${madeWith}, and the key file holds ${key.id}. Put the key file of that time in KEYFILE.`,
    )
  }
  const body = sealed.subarray(headBytes)
  try {
    const read = async (offset: number, length: number) => body.subarray(offset, offset + length)
    const length = plaintextLength(body.length)
    const pieces = await Array.fromAsync(decryptRange(read, body.length, key.bytes, contextOf(head, name), 0, length))
    return await unpack(Buffer.concat(pieces))
  } catch (error) {
    throw error instanceof DecryptError ? damaged(name) : error
  }
}

async function* whole(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

function contextOf(head: Buffer, name: string): Buffer {
  return Buffer.concat([head, Buffer.from(name)])
}

function damaged(name: string): BackupError {
  return new BackupError('damaged', `${name} of the backup is not what was written: it was changed, cut off or moved.`)
}
