// How full the volumes are on which this server writes. They are looked at every few seconds by themselves, so that nobody who asks
// waits for a disk, least of all for one on a network that does not answer.
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { limits } from '../../shared/limits.ts'
import { errorCode } from './error-code.ts'

/** The share that is used, of its bytes or of its places for files, whichever is more; and the bytes that are left. */
export type Fill = { usedShare: number; freeBytes: number }

export type Volumes<Watched extends { folder: string }> = {
  /** As they were at the last look; null: it cannot be seen. */
  readonly seen: readonly (Watched & { fill: Fill | null })[]
  /** Looks now, without waiting for the next time. */
  look(): Promise<void>
  close(): void
}

/** Looks at once, and then again and again until it is closed; `onLook` hears each time. */
export async function watchVolumes<Watched extends { folder: string }>(
  folders: readonly Watched[],
  onLook: (seen: Volumes<Watched>['seen']) => void,
): Promise<Volumes<Watched>> {
  const asked = new Map<Watched, Promise<Fill | null>>()
  /** A volume that has not answered yet is not asked a second time: each question holds a thread. */
  const ask = (watched: Watched): Promise<Fill | null> => {
    const asking = asked.get(watched) ?? fillOf(watched.folder).finally(() => asked.delete(watched))
    asked.set(watched, asking)
    return asking
  }
  const impatient = () => sleep(limits.volumeAnswerMs, null, { ref: false })
  let seen: Volumes<Watched>['seen'] = []
  const look = async (): Promise<void> => {
    seen = await Promise.all(
      folders.map(async (watched) => ({ ...watched, fill: await Promise.race([ask(watched), impatient()]) })),
    )
    onLook(seen)
  }
  await look()
  const timer = setInterval(() => void look(), limits.volumeLookMs).unref()
  return {
    get seen() {
      return seen
    },
    look,
    close: () => clearInterval(timer),
  }
}

/** A folder that is not there yet will be made on the volume of the one above it. */
async function fillOf(folder: string): Promise<Fill | null> {
  try {
    const { bsize, blocks, bfree, bavail, files, ffree } = await statfs(folder)
    const used = blocks - bfree
    // As `df` counts: what is kept for root alone is neither used nor left.
    const shares = [share(used, used + bavail), share(files - ffree, files)]
    return { usedShare: Math.max(...shares), freeBytes: bavail * bsize }
  } catch (error) {
    const above = dirname(folder)
    return errorCode(error) === 'ENOENT' && above !== folder ? fillOf(above) : null
  }
}

/** Some file systems count no places for files. */
function share(used: number, all: number): number {
  return all > 0 ? used / all : 0
}
