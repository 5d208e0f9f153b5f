import { S3Client } from '@aws-sdk/client-s3'
import { limits } from '../../shared/limits.ts'
import type { BlobBucket } from './blobs.ts'

/**
 * A client of an object store. Who we are there is found as every AWS client finds it: AWS_ACCESS_KEY_ID, a role, a profile. A
 * line that says nothing for a while is given up, however long the whole may take.
 */
export function createS3Client({ endpoint, region }: Pick<BlobBucket, 'endpoint' | 'region'>): S3Client {
  return new S3Client({
    region,
    // A store of one's own is addressed by path: it has no name in the DNS for each bucket.
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    maxAttempts: limits.blobAttempts,
    requestHandler: { connectionTimeout: limits.blobConnectMs, socketTimeout: limits.blobSilentMs },
  })
}
