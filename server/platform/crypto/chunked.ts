// Files sealed in chunks: Cobblestone-256 of c2sp.org/chunked-encryption (HKDF-Expand-SHA-512 and AES-256-GCM).
//   salt 24 | commitment 32 | chunks of 16 KiB, each with a tag of 16
// The last chunk is always shorter than the others and may be empty: a file cut at a chunk's end shows. The caller's
// context (which file of whom, which version) goes into the key, so that a file in another's place does not open.
import assert from 'node:assert/strict'
import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto'
import { Transform } from 'node:stream'
import { DecryptError } from './envelope.ts'
import { hkdfExpand } from './hkdf.ts'

/** Gives exactly `lengthBytes` bytes of the sealed file from `offset`; its own failures pass through unchanged. */
export type ReadAt = (offset: number, lengthBytes: number) => Promise<Buffer>

/** Seals what is written to it under a 256-bit key, in constant memory; `vector` fixes the salt, for test vectors only. */
export function encryptingTransform(key: Buffer, context: Buffer, vector?: { salt: Uint8Array }): Transform {
  const salt = Buffer.from(vector?.salt ?? randomBytes(saltBytes))
  assert(salt.length === saltBytes, 'a salt has 24 bytes')
  const keys = deriveChunkKeys(key, salt, context)
  const pending = Buffer.alloc(chunkBytes)
  let pendingBytes = 0
  let number = 0
  const stream = new Transform({
    transform(piece: Buffer, _encoding, done) {
      const sealed: Buffer[] = []
      for (let from = 0; from < piece.length;) {
        const copiedBytes = piece.copy(pending, pendingBytes, from)
        pendingBytes += copiedBytes
        from += copiedBytes
        if (pendingBytes === chunkBytes) {
          sealed.push(sealChunk(keys, number++, pending))
          pendingBytes = 0
        }
      }
      // What came together goes on together: a write to the disk costs more than a copy.
      done(null, Buffer.concat(sealed))
    },
    flush(done) {
      this.push(sealChunk(keys, number, pending.subarray(0, pendingBytes)))
      done()
    },
    destroy(error, done) {
      pending.fill(0)
      done(error)
    },
  })
  stream.push(Buffer.concat([salt, keys.commitment]))
  return stream
}

/**
 * The plain bytes from `start` up to, not including, `end`, in pieces of up to 16 KiB; each piece is authentic when it
 * is given, and a file changed anywhere before the end of the range, cut or moved ends in a DecryptError.
 */
export async function* decryptRange(
  read: ReadAt,
  totalCiphertextBytes: number,
  key: Buffer,
  context: Buffer,
  start: number,
  end: number,
): AsyncGenerator<Buffer, void, undefined> {
  const file = await openHeader(read, totalCiphertextBytes, key, context)
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
    for await (const [number, plain] of openChunks(read, file, from, to)) {
      const offset = number * chunkBytes
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
  const header = await readExactly(read, 0, headerBytes)
  const keys = deriveChunkKeys(key, header.subarray(0, saltBytes), context)
  if (!timingSafeEqual(header.subarray(saltBytes), keys.commitment)) {
    throw new DecryptError()
  }
  const number = Math.floor(plaintextBytes / chunkBytes)
  const offset = chunkOffset(number)
  const sealed = await readExactly(read, offset, totalCiphertextBytes - offset)
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

function sealChunk(keys: ChunkKeys, number: number, plain: Buffer): Buffer {
  const cipher = createCipheriv(algorithm, keys.key, chunkNonce(keys.baseNonce, number), { authTagLength: tagBytes })
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
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

/** The chunks from one number up to another, read together; the last chunk of the file is already open. */
async function* openChunks(
  read: ReadAt,
  file: OpenedFile,
  from: number,
  to: number,
): AsyncGenerator<[number: number, plain: Buffer], void, undefined> {
  const fullChunks = Math.min(to, file.last.number) - from
  const sealed = fullChunks > 0 ? await readExactly(read, chunkOffset(from), fullChunks * sealedChunkBytes) : undefined
  for (let i = 0; sealed && i < fullChunks; i++) {
    const chunk = sealed.subarray(i * sealedChunkBytes, (i + 1) * sealedChunkBytes)
    yield [from + i, openChunk(file.keys, from + i, chunk)]
  }
  if (to > file.last.number) {
    yield [file.last.number, file.last.plain]
  }
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
