// Files sealed in chunks: Cobblestone-256 of c2sp.org/chunked-encryption (HKDF-Expand-SHA-512 and AES-256-GCM).
//   salt 24 | commitment 32 | chunks of 16 KiB, each with a tag of 16
// The last chunk is always shorter than the others and may be empty: a file cut at a chunk's end shows. The caller's
// context (which file of whom, which version) goes into the key, so that a file in another's place does not open.
import assert from 'node:assert/strict'
import { type CipherGCM, createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto'
import { DecryptError } from './envelope.ts'
import { hkdfExpand } from './hkdf.ts'

/** Gives exactly `lengthBytes` bytes of the sealed file from `offset`; its own failures pass through unchanged. */
export type ReadAt = (offset: number, lengthBytes: number) => Promise<Buffer>

/** Seals bytes under a 256-bit key as they come, in constant memory; `vector` fixes the salt, for test vectors only. */
export async function* encryptPieces(
  pieces: AsyncIterable<Buffer>,
  key: Buffer,
  context: Buffer,
  vector?: { salt: Uint8Array },
): AsyncGenerator<Buffer, void, undefined> {
  const salt = Buffer.from(vector?.salt ?? randomBytes(saltBytes))
  assert(salt.length === saltBytes, 'a salt has 24 bytes')
  const keys = deriveChunkKeys(key, salt, context)
  yield Buffer.concat([salt, keys.commitment])
  let number = 0
  let begun = beginChunk(keys, number)
  let begunBytes = 0
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length;) {
      const part = piece.subarray(from, from + chunkBytes - begunBytes)
      yield begun.update(part)
      from += part.length
      begunBytes += part.length
      if (begunBytes === chunkBytes) {
        begun.final()
        yield begun.getAuthTag()
        begun = beginChunk(keys, ++number)
        begunBytes = 0
      }
    }
  }
  begun.final()
  yield begun.getAuthTag()
}

/** The plain bytes of a range of a file that is not open yet (openRange). */
export async function* decryptRange(
  read: ReadAt,
  totalCiphertextBytes: number,
  key: Buffer,
  context: Buffer,
  start: number,
  end: number,
): AsyncGenerator<Buffer, void, undefined> {
  yield* openRange(read, await openHeader(read, totalCiphertextBytes, key, context), start, end)
}

/**
 * The plain bytes from `start` up to, not including, `end`, in pieces of up to 64 KiB; each piece is authentic when it
 * is given, and a file changed anywhere before the end of the range, cut or moved ends in a DecryptError.
 */
export async function* openRange(
  read: ReadAt,
  file: OpenedFile,
  start: number,
  end: number,
): AsyncGenerator<Buffer, void, undefined> {
  if (!isRange(start, end, file.plaintextBytes)) {
    throw new RangeError('the range is not within the file')
  }
  if (start === end) {
    return
  }
  const firstChunk = Math.floor(start / chunkBytes)
  const afterChunk = Math.floor((end - 1) / chunkBytes) + 1
  for (let from = firstChunk; from < afterChunk; from += chunksPerRead) {
    const to = Math.min(from + chunksPerRead, afterChunk)
    const sealed = await readChunks(read, file, from, to)
    for (let at = from; at < to; at += chunksPerPiece) {
      const plain = openChunks(file, sealed, { from, at, to: Math.min(at + chunksPerPiece, to) })
      const offset = at * chunkBytes
      yield plain.subarray(Math.max(0, start - offset), Math.min(plain.length, end - offset))
    }
  }
}

/** A sealed file whose header and length have proved authentic. */
export type OpenedFile = {
  readonly plaintextBytes: number
  readonly keys: ChunkKeys
  readonly last: { readonly number: number; readonly plain: Buffer }
}

/** Checks the commitment, then the last chunk; only then is the length that it gives true. Anything else: DecryptError. */
export async function openHeader(
  read: ReadAt,
  totalCiphertextBytes: number,
  key: Buffer,
  context: Buffer,
): Promise<OpenedFile> {
  const plaintextBytes = plaintextLength(totalCiphertextBytes)
  const number = Math.floor(plaintextBytes / chunkBytes)
  const offset = chunkOffset(number)
  const [header, sealed] = await Promise.all([
    readExactly(read, 0, headerBytes),
    readExactly(read, offset, totalCiphertextBytes - offset),
  ])
  const keys = deriveChunkKeys(key, header.subarray(0, saltBytes), context)
  if (!timingSafeEqual(header.subarray(saltBytes), keys.commitment)) {
    throw new DecryptError()
  }
  return { plaintextBytes, keys, last: { number, plain: openChunk(keys, number, sealed) } }
}

/** The plain length that a sealed length stands for, in bytes, not yet authenticated; a length no file has is a DecryptError. */
export function plaintextLength(ciphertextBytes: number): number {
  const bodyBytes = ciphertextBytes - headerBytes
  const fullChunks = Math.floor(bodyBytes / sealedChunkBytes)
  const lastBytes = bodyBytes - fullChunks * sealedChunkBytes
  const isLength = Number.isSafeInteger(ciphertextBytes) && bodyBytes >= tagBytes && lastBytes >= tagBytes
  if (!isLength || fullChunks >= maximumChunks) {
    throw new DecryptError()
  }
  return fullChunks * chunkBytes + lastBytes - tagBytes
}

/** The nonce of a chunk: the base nonce, its last five bytes XORed with the chunk's number (below 2^38). */
export function chunkNonce(baseNonce: Buffer, number: number): Buffer {
  assert(number < maximumChunks, 'a file has at most 2^38 chunks')
  const nonce = Buffer.from(baseNonce)
  nonce.writeUInt8(nonce.readUInt8(7) ^ Math.floor(number / 2 ** 32), 7)
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ (number % 2 ** 32)) >>> 0, 8)
  return nonce
}

type ChunkKeys = { readonly key: Buffer; readonly baseNonce: Buffer; readonly commitment: Buffer }

const algorithm = 'aes-256-gcm'
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
const saltBytes = 24
const commitmentBytes = 32
const headerBytes = saltBytes + commitmentBytes
const chunkBytes = 16 * 1024
const sealedChunkBytes = chunkBytes + tagBytes
const maximumChunks = 2 ** 38
// A store across the network answers each read slowly: 1 MiB at a time keeps the stream moving.
const chunksPerRead = 64
// Each piece on its way to a socket costs some twenty microseconds, however short it is.
const chunksPerPiece = 4

function deriveChunkKeys(inputKey: Buffer, salt: Buffer, context: Buffer): ChunkKeys {
  assert(inputKey.length === keyBytes, 'the key of a file has 32 bytes')
  const info = Buffer.concat([
    Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0', 'latin1'),
    salt,
    context,
  ])
  const derived = hkdfExpand('sha512', inputKey, info, keyBytes + nonceBytes + commitmentBytes)
  return {
    key: derived.subarray(0, keyBytes),
    baseNonce: derived.subarray(keyBytes, keyBytes + nonceBytes),
    commitment: derived.subarray(keyBytes + nonceBytes),
  }
}

function beginChunk(keys: ChunkKeys, number: number): CipherGCM {
  return createCipheriv(algorithm, keys.key, chunkNonce(keys.baseNonce, number), { authTagLength: tagBytes })
}

function openChunk(keys: ChunkKeys, number: number, sealed: Buffer): Buffer {
  const nonce = chunkNonce(keys.baseNonce, number)
  const decipher = createDecipheriv(algorithm, keys.key, nonce, { authTagLength: tagBytes })
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = decipher.update(sealed.subarray(0, -tagBytes))
  try {
    decipher.final()
  } catch {
    plain.fill(0)
    throw new DecryptError()
  }
  return plain
}

function isRange(start: number, end: number, plaintextBytes: number): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= plaintextBytes
}

/** The sealed chunks from one number up to another, in one read; the last chunk of the file is already open. */
function readChunks(read: ReadAt, file: OpenedFile, from: number, to: number): Promise<Buffer> | Buffer {
  const fullChunks = Math.min(to, file.last.number) - from
  return fullChunks > 0 ? readExactly(read, chunkOffset(from), fullChunks * sealedChunkBytes) : Buffer.alloc(0)
}

/** Of what was read from chunk `from` on: the chunks from `at` up to `to`, opened. */
function openChunks(file: OpenedFile, sealed: Buffer, { from, at, to }: Record<'from' | 'at' | 'to', number>): Buffer {
  const plain: Buffer[] = []
  for (let number = at; number < to; number++) {
    const offset = (number - from) * sealedChunkBytes
    plain.push(
      number === file.last.number
        ? file.last.plain
        : openChunk(file.keys, number, sealed.subarray(offset, offset + sealedChunkBytes)),
    )
  }
  return plain.length === 1 ? (plain[0] ?? Buffer.alloc(0)) : Buffer.concat(plain)
}

function chunkOffset(number: number): number {
  return headerBytes + number * sealedChunkBytes
}

async function readExactly(read: ReadAt, offset: number, lengthBytes: number): Promise<Buffer> {
  const bytes = await read(offset, lengthBytes)
  if (bytes.length !== lengthBytes) {
    throw new DecryptError()
  }
  return bytes
}
