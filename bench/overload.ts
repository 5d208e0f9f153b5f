import { limits } from '../shared/limits.ts'
import type { Bench, How } from './bench.ts'
import type { Figure } from './figures.ts'
import { flood, type Stream, startRefuser } from './flood.ts'
import {
  fairness,
  goodOf,
  goodput,
  type Measured,
  order,
  promises,
  type Round,
  sendsPerSecond,
  type Used,
} from './overload-figures.ts'
import { aPracticeOf, interleave, mix, relabel, type Shots } from './overload-shots.ts'
import { openPlace, type Place, port } from './place.ts'
import { openProxy } from './proxy.ts'
import { processorSeconds, startServer } from './server-process.ts'

/** Where the load comes in, and with how many connections every place is taken and nobody is refused. */
type Door = { name: string; port: number; peakConnections: number }

const { atOnce, waiting } = limits.admission.first
const itself: Door = { name: 'overload', port, peakConnections: atOnce + waiting }
/** 160 in the server, and fewer than 64 before it: docs/operations/several-machines/haproxy.cfg. */
const proxied: Door = { name: 'overload behind HAProxy', port: port + 2, peakConnections: 220 }
const refuserPort = port + 1
/** As many clients as there are in the flood. */
const manyConnections = 1_500
const times = 5

/**
 * Five times as many sends as the server can do, at its own door and through the proxy that is shipped. Load and server share the
 * machine, so each peak is measured twice: by itself, and while the surplus is fired at a process that refuses everything and does
 * nothing else. The second says what our refusals cost beyond what anybody's would.
 */
export const overload: Bench = async (how) => {
  const place = await openPlace()
  const ending = [() => place.close()]
  try {
    const patients = how.isTiny ? 50 : 3_000
    const noisy = await aPracticeOf(place, 0, patients)
    const quiet = await aPracticeOf(place, patients, patients)
    const server = await startServer(place.env)
    ending.push(server.stop)
    const refuser = await startRefuser(refuserPort)
    ending.push(async () => refuser.stop())
    const proxy = await openProxy(place.house.dataDir, { people: proxied.port, server: port })
    ending.push(async () => proxy?.stop())
    const pids = { server: server.pid, proxy: proxy?.pid, database: place.databasePid, others: refuser.pid }
    const doors: Loaded[] = []
    for (const door of proxy === null ? [itself] : [itself, proxied]) {
      doors.push(await load(door, interleave(noisy.sends, quiet.sends, 1), how))
    }
    for (let round = 0; round < how.rounds; round++) {
      // There and back, so that a machine that grows busier or less so favours nothing.
      const isBack = round % 2 === 1
      for (const { kinds, rounds } of isBack ? doors.toReversed() : doors) {
        const made: Partial<Round> = {}
        for (const kind of isBack ? (['over', 'beside', 'peak'] as const) : (['peak', 'beside', 'over'] as const)) {
          made[kind] = await measure(kinds[kind], how.seconds, pids)
        }
        rounds.push(made as Round)
      }
    }
    const figures: Figure[] = []
    for (const loaded of doors) {
      figures.push(...(await figuresOf(loaded, { noisy, quiet, place, how })))
    }
    const none = { figure: proxied.name, value: null, unit: '', note: 'HAProxy is not installed' }
    return [...figures, ...(proxy === null ? [none] : [])]
  } finally {
    for (const end of ending.toReversed()) {
      await end()
    }
  }
}

type Loaded = { door: Door; kinds: Record<keyof Round, Stream[]>; rounds: Round[] }

/** Statements are prepared, code is compiled and the proxy learns whose sessions these are; then the load is made of the peak. */
async function load(door: Door, shots: Shots['sends'], how: How): Promise<Loaded> {
  const atPeak: Stream = { port: door.port, shots, connections: door.peakConnections }
  await flood([atPeak], how.seconds * 2)
  const peak = goodOf(await flood([atPeak], how.seconds * 2), 'send') / how.seconds / 2
  const elsewhere = {
    port: refuserPort,
    shots: relabel(shots, 'surplus'),
    connections: 500,
    rate: peak * (times - 1),
  }
  const flooding = { port: door.port, shots, connections: manyConnections, rate: peak * times }
  return { door, kinds: { peak: [atPeak], beside: [atPeak, elsewhere], over: [flooding] }, rounds: [] }
}

async function measure(
  streams: Stream[],
  seconds: number,
  pids: Record<keyof Used, number | undefined>,
): Promise<Measured> {
  const used = async (pid: number | undefined) =>
    pid === undefined ? 0 : ((await processorSeconds(pid)) ?? Number.NaN)
  const all = async (): Promise<Used> => ({
    server: await used(pids.server),
    proxy: await used(pids.proxy),
    database: await used(pids.database),
    others: await used(pids.others),
  })
  let before: Used = { server: 0, proxy: 0, database: 0, others: 0 }
  const answers = await flood(streams, seconds, async () => void (before = await all()))
  const after = await all()
  return {
    answers,
    server: after.server - before.server,
    proxy: after.proxy - before.proxy,
    database: after.database - before.database,
    others: after.others - before.others,
  }
}

/** Who goes first and who gets how much, at the peak that was found; and all of it under the name of the door. */
async function figuresOf(
  { door, rounds }: Loaded,
  { noisy, quiet, place, how }: { noisy: Shots; quiet: Shots; place: Place; how: How },
): Promise<Figure[]> {
  const peak = sendsPerSecond(rounds, 'beside', how.seconds)
  const [one, other] = [relabel(noisy.sends, 'noisy'), relabel(quiet.sends, 'quiet')]
  const flooded = (shots: Shots['sends'], rate: number, seconds: number) =>
    flood([{ port: door.port, shots, connections: manyConnections, rate }], seconds)
  const mixed = await flooded(mix(noisy, quiet), 2 * peak, 2 * how.seconds)
  const beside = await flooded(interleave(one, other, 15), times * peak, how.seconds)
  const loud = await flooded(interleave(one, other, 3), times * peak, how.seconds)
  return [
    ...goodput(rounds, how.seconds, `at ${door.peakConnections} connections`),
    ...order(mixed),
    ...fairness(beside, loud),
    ...(await promises(place, [...rounds.map(({ over }) => over.answers), mixed, beside, loud])),
  ].map((row) => ({ ...row, figure: `${door.name}, ${row.figure}` }))
}
