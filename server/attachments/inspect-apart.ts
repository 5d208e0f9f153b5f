import { Worker } from 'node:worker_threads'
import { limits } from '../../shared/limits.ts'
import { inspectFile } from './inspect-file.ts'
import type { MediaRefusal, MediaType } from './media-types.ts'

/**
 * Looks inside a file without holding up the thread that answers requests: what is long, or unpacks to something long, is looked
 * at in a thread of its own. One that takes too long was made to, and does not come in.
 */
export async function inspectApart(
  bytes: Buffer,
  mediaType: MediaType,
  mostMs: number = limits.inspectMs,
): Promise<MediaRefusal | undefined> {
  const isShort = bytes.length <= limits.inspectBytesAtOnce && !mediaType.startsWith('application/vnd.')
  if (isShort) {
    return inspectFile(bytes, mediaType)
  }
  const thread = new Worker(new URL('inspect-thread.ts', import.meta.url), { workerData: { bytes, mediaType } })
  let clock: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      clock = setTimeout(() => resolve('damaged'), mostMs)
      thread.once('message', resolve)
      thread.once('error', reject)
      thread.once('exit', (code) => reject(new Error(`the thread that looks at files ended with ${code}`)))
    })
  } finally {
    clearTimeout(clock)
    await thread.terminate()
  }
}
