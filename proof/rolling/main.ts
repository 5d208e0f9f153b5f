// `npm run rolling`: two web servers and two workers behind HAProxy, over a PostgreSQL with a synchronous standby (Patroni)
// and an object store. Under load every process is restarted in turn, then the primary changes places with its standby,
// then the primary is killed. Uses the configuration of docs/operations/several-machines.
// `npm run rolling -- --from COMMIT`: the servers are those of an older commit; under load the database is migrated to this
// version, and then one process after the other becomes this one. `--from before` is the last commit before the newest migration.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { median, quantile } from '../../bench/figures.ts'
import { runBeside } from './beside.ts'
import { startClients, type Seen } from './clients.ts'
import { type Furnished, furnish } from './furnish.ts'
import { answers, waitFor } from './process.ts'
import { findPrograms } from './programs.ts'
import { type Servers, serverNames, startServers } from './servers.ts'
import { openStage, type Stage, type Under } from './stage.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    clients: { type: 'string', default: '16' },
    rounds: { type: 'string', default: '2' },
    from: { type: 'string' },
  },
})
const clients = Number(values.clients)

type Row = Seen & { what: string; allowsFailures: boolean }

async function run(): Promise<number> {
  const programs = await findPrograms()
  if ('missing' in programs) {
    console.log(`Nothing was proven. These packages of Debian are missing: ${programs.missing.join(', ')}`)
    return 2
  }
  const stage = await openStage(programs)
  const rows: Row[] = []
  const under: Under = async (what, act, { allowsFailures = false, others } = {}) => {
    const writing = startClients(stage.peoplePort, clients, others)
    await pause(2)
    await act()
    await pause(2)
    rows.push({ what, allowsFailures, ...(await writing.stop()) })
  }
  let place: Furnished | undefined
  let servers: Servers | undefined
  try {
    if (values.from === undefined) {
      place = await furnish(stage.shared, join(stage.folder, 'furnish'), clients)
      servers = await startServers(stage.folder, stage.shared, stage.webPorts)
      await waitFor('the proxy', () => answers(`http://127.0.0.1:${stage.peoplePort}/readyz`))
      await restartEverything(stage, servers, under)
    } else {
      const beside = await runBeside(stage, { from: values.from, clients, under })
      place = beside.place
      servers = beside.servers
    }
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
    await place?.close()
    await servers?.stop()
    await stage.close()
  }
}

async function restartEverything({ database }: Stage, servers: Servers, under: Under): Promise<void> {
  await under('nothing happens', () => pause(5))
  await under(`each process restarted, ${values.rounds} times`, async () => {
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const name of serverNames) {
        await servers.restart(name)
      }
    }
  })
  const another = async (before: string | undefined) => {
    await waitFor('another primary', async () => ![undefined, before].includes(await database.primary()))
    await pause(10)
  }
  const whenItChanges = async () => {
    const before = await database.primary()
    await database.switchOver()
    await another(before)
  }
  const whenItDies = async () => {
    const before = await database.primary()
    await database.killPrimary()
    await another(before)
  }
  await under('the primary changes places with its standby', whenItChanges, { allowsFailures: true })
  await under('the primary is killed', whenItDies, { allowsFailures: true })
}

function inFigures({ what, acknowledged, others, failures, latenciesMs, longestGapMs }: Row) {
  return {
    what,
    acknowledged: acknowledged.length,
    others,
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
