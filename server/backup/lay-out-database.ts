// Lays a copied cluster out on disk, where the embedded PostgreSQL finds it: every file as PostgreSQL's own list of the copy says.
import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { accountFor, giveTo } from '../platform/postgres-account.ts'
import { locateCluster, makeDirectories } from '../platform/postgres-cluster.ts'
import { readTar, type TarEntry } from '../platform/read-tar.ts'
import { BackupError } from './backup-error.ts'
import type { BackupStore } from './backup-store.ts'
import type { Manifest } from './manifest.ts'

/** PostgreSQL's backup manifest, as far as it is used: pg_wal is not in it. */
const FileList = z.object({
  Files: z.array(
    z.object({
      Path: z.string().optional(),
      'Encoded-Path': z.string().optional(),
      Size: z.int(),
      'Checksum-Algorithm': z.literal('SHA256'),
      Checksum: z.string(),
    }),
  ),
})

/** Writes the cluster below `dataDir` under a name that no start takes up; `finish` gives it its own. */
export async function layOutDatabase(
  dataDir: string,
  store: BackupStore,
  manifest: Manifest,
): Promise<{ data: string; finish(): Promise<void> }> {
  const cluster = await locateCluster(dataDir)
  const account = await accountFor(cluster.directory)
  await makeDirectories(cluster, account)
  const unfinished = join(cluster.directory, `new-${process.pid}-restore`)
  const data = join(unfinished, 'cluster')
  await mkdir(data, { recursive: true, mode: 0o700 })
  const wanted = readList(await store.get(manifest.files))
  for await (const entry of readTar(partsOf(store, manifest))) {
    const written = await writeEntry(data, entry)
    const listed = wanted.get(entry.path)
    if (listed !== undefined && (written?.sizeBytes !== listed.sizeBytes || written.sha256 !== listed.sha256)) {
      throw new BackupError('damaged', `The database's file ${entry.path} is not what PostgreSQL copied.`)
    }
    wanted.delete(entry.path)
  }
  const [missing] = wanted.keys()
  if (missing !== undefined) {
    throw new BackupError('damaged', `The database's file ${missing} is missing in the backup.`)
  }
  const finish = async (): Promise<void> => {
    await giveTo(account, data)
    await rename(data, cluster.data)
    await rm(unfinished, { recursive: true })
  }
  return { data, finish }
}

async function* partsOf(store: BackupStore, manifest: Manifest): AsyncGenerator<Buffer> {
  for (const { name, sizeBytes } of manifest.parts) {
    const bytes = await store.get(name)
    if (bytes.length !== sizeBytes) {
      throw new BackupError('damaged', `${name} of the backup is not as long as the backup says.`)
    }
    yield bytes
  }
}

function readList(bytes: Buffer): Map<string, { sizeBytes: number; sha256: string }> {
  const { Files: files } = FileList.parse(JSON.parse(bytes.toString('utf8')))
  return new Map(
    files.map((file) => [
      file.Path ?? Buffer.from(file['Encoded-Path'] ?? '', 'hex').toString('utf8'),
      { sizeBytes: file.Size, sha256: file.Checksum },
    ]),
  )
}

async function writeEntry(data: string, entry: TarEntry): Promise<{ sizeBytes: number; sha256: string } | undefined> {
  const path = join(data, entry.path)
  if (entry.kind === 'folder') {
    await mkdir(path, { recursive: true, mode: 0o700 })
    return undefined
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  if (entry.kind === 'link') {
    await symlink(entry.target, path)
    return undefined
  }
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  let sizeBytes = 0
  try {
    for await (const piece of entry.content) {
      hash.update(piece)
      sizeBytes += piece.length
      await file.write(piece)
    }
  } finally {
    await file.close()
  }
  return { sizeBytes, sha256: hash.digest('hex') }
}
