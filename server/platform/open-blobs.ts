import { type BlobBucket, type Blobs, openBlobFolder } from './blobs.ts'

/** Where sealed files are: the object store that is named, or the folder. The client of the first is a lot of code: read when used. */
export async function openBlobs(bucket: BlobBucket | undefined, folder: string): Promise<Blobs> {
  if (bucket === undefined) {
    return openBlobFolder(folder)
  }
  const [{ openBlobBucket }, { createS3Client }] = await Promise.all([
    import('./blob-bucket.ts'),
    import('./s3-client.ts'),
  ])
  return openBlobBucket(createS3Client(bucket), bucket)
}
