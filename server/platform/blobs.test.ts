// Promised: a folder and an object store keep sealed bytes in the same way; what is cut on its way in is not there at all.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import S3rver from 's3rver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../shared/limits.ts'
import { openBlobBucket } from './blob-bucket.ts'
import { type Blobs, BlobMissingError, openBlobFolder } from './blobs.ts'
import { uuidv7 } from './ids.ts'
import { readNear } from './read-near.ts'
import { createS3Client } from './s3-client.ts'

const folder = uuidv7()
const bucket = { bucket: 'sealed-files', prefix: 'clinic/', region: 'us-east-1' }
let root: string
let server: S3rver
let client: ReturnType<typeof createS3Client>
const asked: string[] = []
const stores: { [name: string]: { blobs: Blobs; count(): Promise<number> } } = {}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'threadwell-blobs-'))
  // A server of the contract written by others; it checks signatures, with the key it documents.
  server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: join(root, 's3'),
    configureBuckets: [{ name: bucket.bucket, configs: [] }],
  })
  const { port } = await server.run()
  process.env['AWS_ACCESS_KEY_ID'] = 'S3RVER'
  process.env['AWS_SECRET_ACCESS_KEY'] = 'S3RVER'
  client = createS3Client({ ...bucket, endpoint: `http://127.0.0.1:${port}` })
  client.middlewareStack.add((next, context) => (args) => {
    asked.push(String(context['commandName']))
    return next(args)
  })
  stores['folder'] = {
    blobs: openBlobFolder(join(root, 'blobs')),
    count: async () =>
      (await readdir(join(root, 'blobs'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
        .length,
  }
  stores['object store'] = {
    blobs: openBlobBucket(client, bucket),
    count: async () => {
      const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket: bucket.bucket, Prefix: bucket.prefix }))
      return KeyCount ?? 0
    },
  }
})
afterAll(async () => {
  client.destroy()
  await server.close()
  await rm(root, { recursive: true, force: true })
})

describe.each(['folder', 'object store'])('in the %s', (name) => {
  const store = () => {
    const found = stores[name]
    if (found === undefined) {
      throw new Error('opened in beforeAll')
    }
    return found
  }

  test.each([1, 16_384, limits.blobPartBytes, limits.blobPartBytes * 2 + 77])(
    '%i bytes come back as they were',
    async (sizeBytes) => {
      const bytes = randomBytes(sizeBytes)
      const { blobs } = store()
      const kept = await blobs.put(folder, pieces(bytes))
      expect(kept).toMatchObject({ sizeBytes, sha256: createHash('sha256').update(bytes).digest() })
      expect(await blobs.size(folder, kept.name)).toBe(sizeBytes)
      expect(Buffer.concat(await Array.fromAsync(blobs.stream(folder, kept.name))).equals(bytes)).toBe(true)
      const middle = Math.floor(sizeBytes / 2)
      expect((await blobs.read(folder, kept.name, middle, 100)).equals(bytes.subarray(middle, middle + 100))).toBe(true)
      await blobs.remove(folder, kept.name)
      await blobs.remove(folder, kept.name)
      await expect(blobs.size(folder, kept.name)).rejects.toThrow(BlobMissingError)
      await expect(blobs.read(folder, kept.name, 0, 1)).rejects.toThrow(BlobMissingError)
      await expect(Array.fromAsync(blobs.stream(folder, kept.name))).rejects.toThrow(/gone|ENOENT/)
    },
  )

  test('bytes under a name that is given are found there', async () => {
    const { blobs } = store()
    const name = randomBytes(16).toString('hex')
    const bytes = randomBytes(1_000)
    expect(await blobs.put(folder, pieces(bytes), name)).toMatchObject({ name, sizeBytes: 1_000 })
    expect((await blobs.read(folder, name, 0, 1_000)).equals(bytes)).toBe(true)
    await blobs.remove(folder, name)
  })

  test('an upload that breaks off leaves nothing', async () => {
    const { blobs, count } = store()
    const before = await count()
    async function* broken() {
      yield randomBytes(limits.blobPartBytes)
      yield randomBytes(limits.blobPartBytes)
      yield randomBytes(1)
      throw new Error('the line was cut')
    }
    await expect(blobs.put(folder, broken())).rejects.toThrow('the line was cut')
    expect(await count()).toBe(before)
  })

  test('a name that is none of ours reaches no file', async () => {
    const { blobs } = store()
    await expect(async () => blobs.size(folder, '../../../etc/passwd')).rejects.toThrow('not the name of a blob')
    await expect(async () => blobs.size('..', 'a'.repeat(32))).rejects.toThrow('not the name of a blob')
  })
})

test('what was read from far away is read near by the next time, and never a part of it', async () => {
  const far = stores['object store']?.blobs ?? openBlobFolder(root)
  const near = openBlobFolder(join(root, 'near'))
  const through = readNear(far, near)
  const bytes = randomBytes(100_000)
  const { name } = await far.put(folder, pieces(bytes))
  expect((await through.read(folder, name, 0, bytes.length)).equals(bytes)).toBe(true)
  await far.remove(folder, name)
  expect((await through.read(folder, name, 0, bytes.length)).equals(bytes)).toBe(true)
  await near.remove(folder, name)
  await expect(through.read(folder, name, 0, bytes.length)).rejects.toThrow(BlobMissingError)
})

// The server of these tests knows no such call and refuses it; that it was asked is what can be seen here.
test('the parts of a broken upload are given up', () => {
  expect(asked.filter((command) => command === 'AbortMultipartUploadCommand')).toHaveLength(1)
})

async function* pieces(bytes: Buffer): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += 16_400) {
    yield bytes.subarray(at, at + 16_400)
  }
}
