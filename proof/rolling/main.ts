// `npm run rolling`: two web servers and two workers behind HAProxy, over a PostgreSQL with a synchronous standby (Patroni)
// and an object store. Under load every process is restarted in turn, then the primary changes places with its standby,
// then the primary is killed. Uses the configuration of docs/operations/several-machines.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import S3rver from 's3rver'
import { median, quantile } from '../../bench/figures.ts'
import { startClients, type Seen } from './clients.ts'
import { isWritable, startDatabase } from './database.ts'
import { furnish } from './furnish.ts'
import { answers, startProgram, waitFor } from './process.ts'
import { findPrograms } from './programs.ts'
import { serverNames, startServers } from './servers.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    clients: { type: 'string', default: '16' },
    rounds: { type: 'string', default: '2' },
  },
})
const firstPort = 19_400
const peoplePort = firstPort
const webPorts = [firstPort + 1, firstPort + 2] as const
const primaryPort = firstPort + 3
const s3Port = firstPort + 4
const haproxy = fileURLToPath(new URL('../../docs/operations/several-machines/haproxy.cfg', import.meta.url))

type Row = Seen & { what: string; allowsFailures: boolean }

async function run(): Promise<number> {
  const programs = await findPrograms()
  if ('missing' in programs) {
    console.log(`Nothing was proven. These packages of Debian are missing: ${programs.missing.join(', ')}`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'threadwell-rolling-'))
  // PostgreSQL may run as another account: it passes through, and sees what is its own.
  await chmod(folder, 0o711)
  const ending: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
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
    const proxy = startProgram(folder, 'haproxy', [programs.haproxy, '-f', haproxy], {
      env: {
        ...database.env,
        PEOPLE_LISTEN: `127.0.0.1:${peoplePort}`,
        PRIMARY_LISTEN: `127.0.0.1:${primaryPort}`,
        WEB_1: `127.0.0.1:${webPorts[0]}`,
        WEB_2: `127.0.0.1:${webPorts[1]}`,
      },
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
    const clients = Number(values.clients)
    const place = await furnish(shared, join(folder, 'furnish'), clients)
    ending.push(place.close)
    const servers = await startServers(folder, shared, webPorts)
    ending.push(servers.stop)
    await waitFor('the proxy', () => answers(`http://127.0.0.1:${peoplePort}/readyz`), proxy)

    const rows: Row[] = []
    const under = async (what: string, allowsFailures: boolean, act: () => Promise<void>) => {
      const writing = startClients(peoplePort, clients)
      await pause(2)
      await act()
      await pause(2)
      rows.push({ what, allowsFailures, ...(await writing.stop()) })
    }
    await under('nothing happens', false, () => pause(5))
    await under(`each process restarted, ${values.rounds} times`, false, async () => {
      for (let round = 0; round < Number(values.rounds); round++) {
        for (const name of serverNames) {
          await servers.restart(name)
        }
      }
    })
    await under('the primary changes places with its standby', true, async () => {
      const before = await database.primary()
      await database.switchOver()
      await waitFor('another primary', async () => ![undefined, before].includes(await database.primary()))
      await pause(10)
    })
    await under('the primary is killed', true, async () => {
      const before = await database.primary()
      await database.killPrimary()
      await waitFor('another primary', async () => ![undefined, before].includes(await database.primary()))
      await pause(10)
    })
    const compared = await place.compare(rows.flatMap((row) => row.acknowledged))
    const isGood =
      Object.values(compared).every((count) => count === 0) &&
      rows.every((row) => row.allowsFailures || Object.keys(row.failures).length === 0)
    const report = { rows: rows.map(inFigures), ...compared, isGood }
    console.table(report.rows)
    console.log(`lost ${compared.lost}, unaudited ${compared.unaudited}, doubled ${compared.doubled}`)
    if (!isGood) {
      console.log(await servers.said())
    }
    if (values.json !== undefined) {
      await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`)
    }
    return isGood ? 0 : 1
  } finally {
    for (const end of ending.toReversed()) {
      await end()
    }
  }
}

function inFigures({ what, acknowledged, failures, latenciesMs, longestGapMs }: Row) {
  return {
    what,
    acknowledged: acknowledged.length,
    'tries that failed': JSON.stringify(failures),
    'p50 ms': Math.round(median(latenciesMs)),
    'p99 ms': Math.round(quantile(latenciesMs, 0.99)),
    'longest without an answer, ms': Math.round(longestGapMs),
  }
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}

process.exitCode = await run()
