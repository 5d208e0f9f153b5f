// A standby by PostgreSQL's own means: a copy of the primary's files while it works (its documentation, "Making a base backup
// using the low level API"), which follows the primary's log from there.
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { locateCluster } from '../../../server/platform/postgres-cluster.ts'
import { openPostgres, password, type Postgres } from './cluster.ts'

/** Kept on the primary, so that a standby that was copied finds what it missed. */
export const standbySettings = { wal_keep_size: '512MB', hot_standby: 'on', max_wal_senders: '5' }

/** Starts a standby of `primary` below `folder` and waits until every commit waits for it. */
export async function openStandby(primary: Postgres, folder: string): Promise<Postgres> {
  await mkdir(folder, { recursive: true, mode: 0o755 })
  const { data } = await locateCluster(folder)
  await copyFiles(primary, data)
  const { host, port, user } = primary.connection
  await writeFile(join(data, 'standby.signal'), '')
  const standby = await openPostgres(folder, {
    isCopy: true,
    settings: {
      ...standbySettings,
      primary_conninfo: `host=${host} port=${port} user=${user} password=${password} application_name=standby`,
    },
  })
  await setSynchronous(primary, true)
  for (let tries = 0; tries < 600; tries++) {
    const [row] = await primary.query(`select sync_state from pg_stat_replication where state = 'streaming'`)
    if (row?.['sync_state'] === 'sync') {
      return standby
    }
    await sleep(50)
  }
  throw new Error('the standby does not follow')
}

async function copyFiles(primary: Postgres, data: string): Promise<void> {
  const client = new pg.Client(primary.connection)
  await client.connect()
  try {
    await client.query(`select pg_backup_start('a standby', true)`)
    const isLeftOut = (path: string) => /\/(?:postmaster\.(?:pid|opts)|pg_replslot\/.+|pgsql_tmp.*)$/.test(path)
    // Files come and go while they are copied; the log tells the standby of each.
    await cp(primary.data, data, { recursive: true, filter: (path) => !isLeftOut(path) }).catch(
      async (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
          throw error
        }
        await rm(data, { recursive: true, force: true })
        await cp(primary.data, data, { recursive: true, filter: (path) => !isLeftOut(path) })
      },
    )
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
    await writeFile(join(data, 'backup_label'), rows[0]?.labelfile ?? '')
    // The copy must not wait for a standby of its own.
    const settings = join(data, 'postgresql.auto.conf')
    const kept = (await readFile(settings, 'utf8'))
      .split('\n')
      .filter((line) => !line.startsWith('synchronous_standby'))
    await writeFile(settings, kept.join('\n'))
  } finally {
    await client.end()
  }
}

/** Whether commits wait until a standby has them on its disk. Patroni does this in an installation. */
export async function setSynchronous(primary: Postgres, isOn: boolean): Promise<void> {
  await primary.query(`alter system set synchronous_standby_names = '${isOn ? '*' : ''}'`)
  await primary.query('select pg_reload_conf()')
}

/** Makes the standby the primary; milliseconds until it takes writes. */
export async function promote(standby: Postgres): Promise<number> {
  const startedAt = performance.now()
  const [row] = await standby.query('select pg_promote(true, 30) as done')
  if (row?.['done'] !== true) {
    throw new Error('the standby was not promoted')
  }
  return performance.now() - startedAt
}
