import { createHash, randomBytes } from 'node:crypto'
import { Readable, Transform } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { limits } from '../../shared/limits.ts'
import { assertBlobName, type BlobBucket, BlobMissingError, type Blobs } from './blobs.ts'

/**
 * The same verbs as the folder's, over an object store that speaks S3: what several servers share. An upload becomes an
 * object whole or not at all; its parts are given up when it is cut.
 */
export function openBlobBucket(client: S3Client, { bucket, prefix }: Pick<BlobBucket, 'bucket' | 'prefix'>): Blobs {
  const at = (folder: string, name: string) => {
    assertBlobName(folder, name)
    return { Bucket: bucket, Key: `${prefix}${folder}/${name}` }
  }
  return {
    async put(folder, bytes, name = randomBytes(16).toString('hex')) {
      const hash = createHash('sha256')
      let sizeBytes = 0
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk)
          sizeBytes += chunk.length
          done(null, chunk)
        },
      })
      let cut: Error | undefined
      const source = Readable.from(bytes)
      source.once('error', (error) => {
        cut = error
        counted.destroy(error)
      })
      const upload = new Upload({
        client,
        params: { ...at(folder, name), Body: source.pipe(counted) },
        queueSize: 1,
        partSize: limits.blobPartBytes,
      })
      // Why the bytes ended says more than what the store made of it.
      await upload.done().catch((error: unknown) => Promise.reject(cut ?? error))
      return { name, sizeBytes, sha256: hash.digest() }
    },
    async read(folder, name, offset, length) {
      if (length === 0) {
        return Buffer.alloc(0)
      }
      const Range = `bytes=${offset}-${offset + length - 1}`
      try {
        const { Body } = await client.send(new GetObjectCommand({ ...at(folder, name), Range }))
        return Buffer.from((await Body?.transformToByteArray()) ?? [])
      } catch (error) {
        // Past the end there is nothing to read, as in a file.
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416) {
          return Buffer.alloc(0)
        }
        throw missing(error)
      }
    },
    async *stream(folder, name) {
      const { Body } = await client.send(new GetObjectCommand(at(folder, name))).catch(refuseMissing)
      for await (const chunk of Body as Readable) {
        yield chunk as Buffer
      }
    },
    async size(folder, name) {
      const { ContentLength } = await client.send(new HeadObjectCommand(at(folder, name))).catch(refuseMissing)
      return ContentLength ?? 0
    },
    async remove(folder, name) {
      await client.send(new DeleteObjectCommand(at(folder, name)))
    },
  }
}

function refuseMissing(error: unknown): never {
  throw missing(error)
}

function missing(error: unknown): unknown {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404
    ? new BlobMissingError('the blob is gone')
    : error
}
