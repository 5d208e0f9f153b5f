// What lies on disk: a dump of every table, the database's files after a checkpoint, its write-ahead log, the sealed files, the
// folder for temporary files, core dumps, and backups.
import { mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Owner } from './canaries.ts'
import type { Findings } from './findings.ts'
import type { Ground } from './ground.ts'
import { type Searched, searchFile, searchFolder, searchLog } from './search.ts'

export type Resting = { place: string; files: number; bytes: number; found: number }
/** Makes a backup of the place into this folder; the crawl searches what it wrote. */
export type MakeBackup = (ground: Ground, folder: string) => Promise<void>

/** A practice's letterhead, topics, inboxes and closed days are for everybody who belongs to it, its labels and rules for all who work there; they are kept as they are typed. */
function isOpenlyKept(owner: Owner | undefined): boolean {
  return owner !== undefined && ['practice', 'topic', 'inbox', 'closed day', 'staff words'].includes(owner.kind)
}

export async function searchAtRest(
  ground: Ground,
  findings: Findings,
  makeBackup: MakeBackup | undefined,
): Promise<Resting[]> {
  const { place, search } = ground
  await place.owner.query('checkpoint')
  const data = place.config.dataDir
  const cluster = join(data, 'postgres', 'cluster')
  const wal = join(cluster, 'pg_wal')
  const dump = join(place.folder, 'dump.txt')
  await dumpTables(ground, dump)
  const backups = join(place.folder, 'backup')
  await mkdir(backups, { recursive: true })
  await makeBackup?.(ground, backups)
  const known = [cluster, join(data, 'blobs'), join(data, 'log'), place.config.recordDir]
  const searched: [string, Searched][] = [
    ['a dump of every table', await searchFile(search, dump)],
    ['the database’s files after a checkpoint', await searchFolder(search, cluster, [wal])],
    ['the write-ahead log', await searchLog(search, wal)],
    ['the sealed files', await searchFolder(search, join(data, 'blobs'))],
    ['the rest of the data directory', await searchFolder(search, data, known)],
    ['the folder for temporary files', await searchFolder(search, join(place.folder, 'tmp'))],
    ['core dumps', await searchCores(ground)],
    ...(makeBackup === undefined
      ? []
      : [['backups', await searchFolder(search, backups)] satisfies [string, Searched]]),
  ]
  return searched.map(([where, { files, bytes, found }]) => {
    const leaks = found.filter(({ owner }) => !isOpenlyKept(owner))
    findings.look('d', files)
    const kinds = Map.groupBy(leaks, ({ owner, form }) => `${owner?.kind ?? 'a damaged word'} (${form})`)
    for (const [kind, group] of kinds) {
      const [one] = group
      findings.add('d', `${where}: ${kind}, ${group.length} times, such as ${one?.owner?.says} in ${one?.path}`)
    }
    return { place: where, files, bytes, found: leaks.length }
  })
}

/** Every row of every table as text, bytes as they are stored: what a stolen dump shows. */
async function dumpTables({ place }: Ground, path: string): Promise<void> {
  const { rows } = await place.owner.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('public', 'priv', 'canary_before') order by 1`,
  )
  const file = await open(path, 'w')
  for (const { name } of rows) {
    const { rows: lines } = await place.owner.query<{ line: string }>(`select t::text as line from ${name} t`)
    await file.write(lines.map(({ line }) => `${name}\t${line}\n`).join(''))
    const { rows: bytes } = await place.owner.query<{ bytes: Buffer }>(
      `select convert_to(t::text, 'UTF8') as bytes from ${name} t`,
    )
    await file.write(Buffer.concat(bytes.flatMap(({ bytes: row }) => [row, Buffer.from('\n')])))
  }
  await file.close()
}

async function searchCores({ search }: Ground): Promise<Searched> {
  const total: Searched = { files: 0, bytes: 0, found: [] }
  for (const name of await readdir('.')) {
    if (/^core(\.\d+)?$/.test(name)) {
      const one = await searchFile(search, name)
      total.files += one.files
      total.bytes += one.bytes
      total.found.push(...one.found)
    }
  }
  return total
}
