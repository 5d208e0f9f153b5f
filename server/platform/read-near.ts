import { BlobMissingError, type Blobs } from './blobs.ts'

/**
 * Reads blobs of a store far away through a folder near by: what was read once comes from the disk the next time, and a part of
 * one is kept as the whole. For blobs that never change. A copy that cannot be kept is no reason to fail.
 */
export function readNear(far: Pick<Blobs, 'read' | 'size'>, near: Pick<Blobs, 'read' | 'put'>): Pick<Blobs, 'read'> {
  return {
    async read(folder, name, offset, length) {
      try {
        return await near.read(folder, name, offset, length)
      } catch (error) {
        if (!(error instanceof BlobMissingError)) {
          throw error
        }
      }
      const bytes = await far.read(folder, name, 0, await far.size(folder, name))
      await near.put(folder, once(bytes), name).catch(() => {})
      return bytes.subarray(offset, offset + length)
    },
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}
