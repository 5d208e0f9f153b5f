// A copy of a PostgreSQL that somebody else ran has its own superuser, password, database name and settings. Brought back, it is
// the embedded one: its settings go before it starts, and the rest is changed by PostgreSQL in single-user mode, where it asks
// for no password. Twice is once.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { accountFor } from '../platform/postgres-account.ts'
import { databaseEnvironment, dataPathFor, locateCluster, makeNearby, superuser } from '../platform/postgres-cluster.ts'
import { findPrograms, installedPrograms } from '../platform/postgres-programs.ts'
import { BackupError } from './backup-error.ts'

/** How it ran before is not how it runs here: other machines' paths, libraries and standbys are in its settings. */
export async function forgetSettings(data: string): Promise<void> {
  await writeFile(join(data, 'postgresql.conf'), '# The embedded PostgreSQL is given its settings when it starts.\n')
  await writeFile(join(data, 'pg_hba.conf'), 'local all,replication all scram-sha-256\n')
  await writeFile(join(data, 'postgresql.auto.conf'), '')
}

/** Gives a cluster that does not run the superuser and the database that the embedded PostgreSQL has. */
export async function adoptCluster(options: { dataDir: string; superuserPassword: string }): Promise<void> {
  const cluster = await locateCluster(options.dataDir)
  const account = await accountFor(cluster.directory)
  const copyPlaces = [async () => cluster.directory, () => makeNearby(cluster)]
  const { postgres } = await findPrograms({ account, installed: installedPrograms(), copyPlaces })
  const child = spawn(postgres, ['--single', '-D', await dataPathFor(account, cluster.data), 'template1'], {
    ...account,
    cwd: cluster.data,
    env: databaseEnvironment,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said = Promise.all([text(child.stdout), text(child.stderr)])
  // One line is one statement; the password is hashed by PostgreSQL and stands in no argument and no log.
  child.stdin.end(`${adopt(options.superuserPassword).replaceAll(/\s+/g, ' ')}\n`)
  const [code] = (await once(child, 'exit')) as [number | null]
  const why = (await said).join('\n').match(/^.*\b(?:ERROR|FATAL|PANIC):\s*(.*)$/m)?.[1]
  if (code !== 0 || why !== undefined) {
    throw new BackupError(
      'not-supported',
      `The copy is of a PostgreSQL that cannot become the embedded one: ${why ?? `it ended with ${code}`}.`,
    )
  }
}

const adopt = (password: string): string => `do $adopt$
  declare
    names text[] := array(select datname::text from pg_database where not datistemplate and datname not in ('postgres', 'threadwell'));
  begin
    if not exists (select from pg_roles where rolname = '${superuser}') then
      create role ${superuser};
    end if;
    alter role ${superuser} with superuser login replication password '${password}';
    if not exists (select from pg_database where datname = 'threadwell') then
      if cardinality(names) <> 1 then
        raise exception 'it has % databases, of which none is called threadwell', cardinality(names);
      end if;
      execute format('alter database %I rename to threadwell', names[1]);
    end if;
  end $adopt$`
