import { chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { accountFor } from '../../server/platform/postgres-account.ts'
import { answers, type Started, startProgram, waitFor } from './process.ts'
import type { Programs } from './programs.ts'

/** A PostgreSQL with a synchronous standby, kept by Patroni with the configuration of docs/operations. */
export type Nodes = {
  /** Addresses of PostgreSQL and ports of Patroni's answers, for HAProxy. */
  env: Record<string, string>
  password: string
  /** The name of the node that may be written to; undefined while there is none. */
  primary(): Promise<string | undefined>
  /** The standby becomes the primary, in good order. */
  switchOver(): Promise<void>
  /** Kills PostgreSQL of the primary and its Patroni, as when the machine is gone. */
  killPrimary(): Promise<void>
  stop(): Promise<void>
}

const configuration = fileURLToPath(new URL('../../docs/operations/several-machines/patroni.yml', import.meta.url))
const password = 'only-for-this-proof'

export async function startDatabase(programs: Programs, folder: string, firstPort: number): Promise<Nodes> {
  const account = await accountFor(folder)
  const [etcdClient, etcdPeer] = [firstPort, firstPort + 1]
  const etcd = startProgram(
    folder,
    'etcd',
    [
      programs.etcd,
      `--data-dir=${join(folder, 'etcd')}`,
      `--listen-client-urls=http://127.0.0.1:${etcdClient}`,
      `--advertise-client-urls=http://127.0.0.1:${etcdClient}`,
      `--listen-peer-urls=http://127.0.0.1:${etcdPeer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${etcdPeer}`,
      `--initial-cluster=default=http://127.0.0.1:${etcdPeer}`,
    ],
    { env: {} },
  )
  await waitFor('etcd', () => answers(`http://127.0.0.1:${etcdClient}/health`), etcd)

  const nodes = [1, 2].map((number) => ({
    name: `postgres-${number}`,
    port: firstPort + 10 + number,
    api: firstPort + 20 + number,
    home: join(folder, `postgres-${number}`),
    // The first one makes the cluster; the second is a copy of it.
    role: number === 1 ? 'primary' : 'replica',
  }))
  const running: { name: string; started: Started }[] = []
  for (const { name, port, api, home, role } of nodes) {
    await mkdir(home, { mode: 0o700 })
    if (account !== undefined) {
      await chown(home, account.uid, account.gid)
    }
    const started = startProgram(folder, name, [programs.patroni, configuration], {
      account,
      env: {
        HOME: home,
        PATRONI_NAME: name,
        PATRONI_ETCD3_HOSTS: `127.0.0.1:${etcdClient}`,
        PATRONI_RESTAPI_LISTEN: `127.0.0.1:${api}`,
        PATRONI_RESTAPI_CONNECT_ADDRESS: `127.0.0.1:${api}`,
        PATRONI_POSTGRESQL_LISTEN: `127.0.0.1:${port}`,
        PATRONI_POSTGRESQL_CONNECT_ADDRESS: `127.0.0.1:${port}`,
        PATRONI_POSTGRESQL_DATA_DIR: join(home, 'data'),
        PATRONI_POSTGRESQL_BIN_DIR: programs.postgres,
        PATRONI_POSTGRESQL_PGPASS: join(home, 'pgpass'),
        PATRONI_SUPERUSER_USERNAME: 'postgres',
        PATRONI_SUPERUSER_PASSWORD: password,
        PATRONI_REPLICATION_USERNAME: 'replicator',
        PATRONI_REPLICATION_PASSWORD: password,
      },
    })
    running.push({ name, started })
    await waitFor(name, () => answers(`http://127.0.0.1:${api}/${role}`), started)
  }
  await waitFor('the synchronous standby', async () => answers(`http://127.0.0.1:${nodes[1]?.api}/synchronous`))
  const owner = { host: '127.0.0.1', port: nodes[0]?.port ?? 0, user: 'postgres', password }
  await createDatabase(owner)

  const primary = async () => {
    for (const { name, api } of nodes) {
      if (await answers(`http://127.0.0.1:${api}/primary`).catch(() => false)) {
        return name
      }
    }
    return undefined
  }
  return {
    env: Object.fromEntries(
      nodes.flatMap(({ port, api }, index) => [
        [`POSTGRES_${index + 1}`, `127.0.0.1:${port}`],
        [`PATRONI_${index + 1}_PORT`, String(api)],
      ]),
    ),
    password,
    primary,
    async switchOver() {
      const leader = await primary()
      const api = nodes.find(({ name }) => name === leader)?.api
      const answer = await fetch(`http://127.0.0.1:${api}/switchover`, {
        method: 'POST',
        body: JSON.stringify({ leader }),
      })
      if (answer.status !== 200) {
        throw new Error(`Patroni does not change the primary: ${await answer.text()}`)
      }
    },
    async killPrimary() {
      const name = await primary()
      const node = nodes.find((one) => one.name === name)
      const patroni = running.find((one) => one.name === name)?.started
      if (node === undefined || patroni === undefined) {
        throw new Error('there is no primary to kill')
      }
      process.kill(patroni.pid, 'SIGKILL')
      const client = new pg.Client({ ...owner, port: node.port, database: 'threadwell' })
      client.on('error', () => {})
      await client.connect()
      const { rows } = await client.query<{ pid: string }>(
        "select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as pid",
      )
      process.kill(Number(rows[0]?.pid), 'SIGKILL')
      await client.end().catch(() => {})
    },
    async stop() {
      for (const { started } of running.toReversed()) {
        await started.stop()
      }
      await etcd.stop()
    },
  }
}

async function createDatabase(owner: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...owner, database: 'postgres' })
  await client.connect()
  await client.query('create database threadwell')
  await client.end()
}

/** Whether whoever answers at this address may be written to. */
export async function isWritable(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 1_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ writable: boolean }>('select not pg_is_in_recovery() as writable')
    return rows[0]?.writable ?? false
  } finally {
    await client.end().catch(() => {})
  }
}
