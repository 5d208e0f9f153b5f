// A small volume of its own, to be filled: memory that is mounted, where the system and this account allow it.
import { execFile } from 'node:child_process'
import { appendFile, mkdir, open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export type Volume = {
  path: string
  /** Takes all that is left. */
  fill(): Promise<void>
  /** Takes what is left up to this share of the whole. */
  fillTo(share: number): Promise<void>
  /** Gives it back. */
  free(): Promise<void>
  close(): Promise<void>
}

const run = promisify(execFile)

/** Null where nothing can be mounted: it takes Linux, and root. */
export async function openVolume(path: string, megabytes: number): Promise<Volume | null> {
  await mkdir(path, { recursive: true })
  const isMounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', path]).then(
    () => true,
    () => false,
  )
  if (!isMounted) {
    return null
  }
  const filler = join(path, 'filler')
  return {
    path,
    async fill() {
      const file = await open(filler, 'a')
      // Large pieces first, then what is left between them.
      for (const bytes of [1 << 20, 1 << 12]) {
        const piece = Buffer.alloc(bytes)
        for (let isFull = false; !isFull;) {
          isFull = await file.write(piece).then(
            ({ bytesWritten }) => bytesWritten < bytes,
            () => true,
          )
        }
      }
      await file.close()
    },
    async fillTo(share) {
      const { blocks, bfree, bsize } = await statfs(path)
      const left = Math.ceil(share * blocks - (blocks - bfree))
      for (let taken = 0; taken < left; taken += 256) {
        await appendFile(filler, Buffer.alloc(Math.min(256, left - taken) * bsize))
      }
    },
    free: () => rm(filler, { force: true }),
    close: async () => void (await run('umount', ['-l', path])),
  }
}
