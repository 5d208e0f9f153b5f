import { chmod, cp, mkdtemp, rename, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountFor, giveTo } from '../../../server/platform/postgres-account.ts'
import type { Outcome } from '../scenario.ts'
import { openStage, type Stage } from './stage.ts'
import { openVolume, type Volume } from './volume.ts'

export type VolumeName = 'data' | 'log' | 'files'
export type Volumes = Record<VolumeName, Volume>

/** A stage of which the database's files, its write-ahead log and the product's files each have a small volume of their own. */
export async function playOnVolumes(
  megabytes: Record<VolumeName, number>,
  play: (stage: Stage, volumes: Volumes) => Promise<Outcome>,
): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-volumes-'))
  // PostgreSQL runs as another account where this one is root, and has to get through.
  await chmod(folder, 0o755)
  const volumes: Volume[] = []
  const open = async (name: string, size: number): Promise<Volume | null> => {
    const volume = await openVolume(join(folder, name), size)
    volumes.push(...(volume === null ? [] : [volume]))
    return volume
  }
  try {
    const data = await open('data', megabytes.data)
    const log = await open('log', megabytes.log)
    // How full this machine's own disk is says nothing here.
    const rest = await open('dir', 256)
    const files = await open('dir/blobs', megabytes.files)
    if (data === null || log === null || rest === null || files === null) {
      const skipped = 'small volumes cannot be mounted here (it takes Linux, and root)'
      return { violations: [], figures: {}, skipped }
    }
    const stage = await openStage({ below: data.path, dataDir: join(folder, 'dir') })
    try {
      await moveLog(stage, join(log.path, 'wal'))
      return await play(stage, { data, log, files })
    } finally {
      await stage.close()
    }
  } finally {
    for (const volume of volumes.toReversed()) {
      await volume.close()
    }
    await rm(folder, { recursive: true, force: true })
  }
}

/** The write-ahead log on a volume of its own, as PostgreSQL's documentation has it: a link. */
async function moveLog({ postgres, folder }: Stage, to: string): Promise<void> {
  await postgres.stop()
  const from = join(postgres.data, 'pg_wal')
  await cp(from, to, { recursive: true })
  await giveTo(await accountFor(join(folder, 'database')), to)
  await rename(from, `${from}.moved`)
  await rm(`${from}.moved`, { recursive: true })
  await symlink(to, from)
  await postgres.start()
}
