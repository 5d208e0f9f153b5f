import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import type { OthersOf } from './clients.ts'
import { isWritable, type Nodes, startDatabase } from './database.ts'
import { waitFor } from './process.ts'
import type { Programs } from './programs.ts'
import { startProxy } from './proxy.ts'

/** Everything but the servers: the database with its standby, the object store, and the proxy in front of both. */
export type Stage = {
  folder: string
  database: Nodes
  /** The environment of every server. */
  shared: Record<string, string>
  peoplePort: number
  webPorts: readonly [number, number]
  close(): Promise<void>
}

/** Lets people write while something is done, and keeps what they saw. */
export type Under = (
  what: string,
  act: () => Promise<void>,
  more?: { allowsFailures?: boolean; others?: OthersOf },
) => Promise<void>

const firstPort = 19_400

export async function openStage(programs: Programs): Promise<Stage> {
  const [peoplePort, webPorts, primaryPort, s3Port] = [
    firstPort,
    [firstPort + 1, firstPort + 2] as const,
    firstPort + 3,
    firstPort + 4,
  ]
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-rolling-'))
  // PostgreSQL may run as another account: it passes through, and sees what is its own.
  await chmod(folder, 0o711)
  const ending: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const close = async () => {
    for (const end of ending.splice(0).toReversed()) {
      await end()
    }
  }
  try {
    const database = await startDatabase(programs, folder, firstPort + 20)
    ending.push(database.stop)
    const s3 = new S3rver({
      port: s3Port,
      address: '127.0.0.1',
      silent: true,
      directory: join(folder, 's3'),
      configureBuckets: [{ name: 'files', configs: [] }],
    })
    await s3.run()
    ending.push(() => s3.close())
    const proxy = startProxy(folder, {
      ...database.env,
      PEOPLE_LISTEN: `127.0.0.1:${peoplePort}`,
      PRIMARY_LISTEN: `127.0.0.1:${primaryPort}`,
      WEB_1: `127.0.0.1:${webPorts[0]}`,
      WEB_2: `127.0.0.1:${webPorts[1]}`,
    })
    ending.push(proxy.stop)
    const shared = {
      DATABASE_URL: `postgres://postgres:${database.password}@127.0.0.1:${primaryPort}/threadwell`,
      PUBLIC_URL: `http://localhost:${peoplePort}`,
      KEYFILE: join(folder, 'kek'),
      BLOB_URL: `s3://files/sealed?endpoint=http://127.0.0.1:${s3Port}`,
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
      TRUST_PROXY: '1',
      LOG_LEVEL: 'warn',
    }
    await waitFor('the way to the primary', () => isWritable(shared.DATABASE_URL), proxy)
    return { folder, database, shared, peoplePort, webPorts, close }
  } catch (error) {
    await close()
    throw error
  }
}
