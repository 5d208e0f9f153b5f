import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsCommand,
  type ListObjectsCommandOutput,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import type { BlobBucket } from './blobs.ts'
import { assertObjectKey, ObjectMissingError, type ObjectStore } from './object-store.ts'

/** The same verbs as the folder's, over an object store that speaks S3. */
export function openObjectBucket(
  client: S3Client,
  { bucket, prefix }: Pick<BlobBucket, 'bucket' | 'prefix'>,
): ObjectStore {
  const at = (key: string) => {
    assertObjectKey(key)
    return { Bucket: bucket, Key: `${prefix}${key}` }
  }
  return {
    place: `s3://${bucket}/${prefix}`,
    async put(key, bytes) {
      await client.send(new PutObjectCommand({ ...at(key), Body: bytes, ContentLength: bytes.length }))
    },
    async get(key) {
      const { Body } = await client.send(new GetObjectCommand(at(key))).catch(missing)
      return Buffer.from((await Body?.transformToByteArray()) ?? [])
    },
    async *list(keyPrefix) {
      // From the last key on: every store that speaks S3 knows this list, and needs no token to go on.
      for (let after: string | undefined, isWhole = false; !isWhole;) {
        const page: ListObjectsCommandOutput = await client.send(
          new ListObjectsCommand({ Bucket: bucket, Prefix: `${prefix}${keyPrefix}`, Marker: after }),
        )
        for (const { Key = '', Size = 0 } of page.Contents ?? []) {
          yield { key: Key.slice(prefix.length), sizeBytes: Size }
          after = Key
        }
        isWhole = page.IsTruncated !== true
      }
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key)))
    },
  }
}

function missing(error: unknown): never {
  throw error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404
    ? new ObjectMissingError('the object is not there')
    : error
}
