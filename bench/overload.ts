import { limits } from '../shared/limits.ts'
import type { Bench } from './bench.ts'
import { againstLimit, atLeast, atMost, type Figure, median } from './figures.ts'
import { flood, type FloodCounted, type Flooded, type Stream, startRefuser } from './flood.ts'
import { aPracticeOf, interleave, mix, nothing, relabel } from './overload-shots.ts'
import { openPlace, type Place, port } from './place.ts'
import { processorSeconds, startServer } from './server-process.ts'
import { countStored } from './stored.ts'

/** As many as are answered or wait at once: every place is taken and nobody is refused. And as many clients as there are in the flood. */
const peakConnections = limits.admission.first.atOnce + limits.admission.first.waiting
const manyConnections = 1_500
const times = 5

/**
 * Five times as many sends as the server can do. Load and server share the machine, so the peak is measured twice: by itself, and
 * while the surplus is fired at a process that refuses everything and does nothing else. The second says what our refusals cost
 * beyond what anybody's would.
 */
export const overload: Bench = async (how) => {
  const place = await openPlace()
  try {
    const patients = how.isTiny ? 50 : 3_000
    const practices = [await aPracticeOf(place, 0, patients), await aPracticeOf(place, patients, patients)]
    const server = await startServer(place.env)
    const refuser = await startRefuser(port + 1)
    try {
      const [noisy = nothing, quiet = nothing] = practices
      const both = interleave(noisy.sends, quiet.sends, 1)
      const atPeak: Stream = { port, shots: both, connections: peakConnections }
      // Statements are prepared and code is compiled first.
      await flood([atPeak], how.seconds * 2)
      const surplus = (goodOf(await flood([atPeak], how.seconds * 2), 'send') / how.seconds / 2) * (times - 1)
      const measured = async (streams: Stream[]): Promise<Measured> => {
        const processes = [server.pid, place.databasePid, refuser.pid]
        const times = () => Promise.all(processes.map(async (pid) => (await processorSeconds(pid)) ?? Number.NaN))
        let before: number[] = []
        const answers = await flood(streams, how.seconds, async () => void (before = await times()))
        const [ours = 0, database = 0, others = 0] = (await times()).map((after, at) => after - (before[at] ?? 0))
        return { answers, ours, database, others }
      }
      const refusedElsewhere = { port: port + 1, shots: relabel(both, 'surplus'), connections: 500, rate: surplus }
      const flooding = { port, shots: both, connections: manyConnections, rate: (surplus * times) / (times - 1) }
      const kinds = { peak: [atPeak], beside: [atPeak, refusedElsewhere], over: [flooding] }
      const rounds: Round[] = []
      for (let round = 0; round < how.rounds; round++) {
        // There and back, so that a machine that grows busier or less so favours neither.
        const order = round % 2 === 0 ? (['peak', 'beside', 'over'] as const) : (['over', 'beside', 'peak'] as const)
        const made: Partial<Round> = {}
        for (const kind of order) {
          made[kind] = await measured(kinds[kind])
        }
        rounds.push(made as Round)
      }
      const peakRate = median(rounds.map(({ beside }) => goodOf(beside.answers, 'send') / how.seconds))
      const mixed = await flood(
        [{ port, shots: mix(noisy, quiet), connections: manyConnections, rate: 2 * peakRate }],
        2 * how.seconds,
      )
      const [one, other] = [relabel(noisy.sends, 'noisy'), relabel(quiet.sends, 'quiet')]
      const beside = await flood(
        [{ port, shots: interleave(one, other, 15), connections: manyConnections, rate: 5 * peakRate }],
        how.seconds,
      )
      const loud = await flood(
        [{ port, shots: interleave(one, other, 3), connections: manyConnections, rate: 5 * peakRate }],
        how.seconds,
      )
      const all = [...rounds.map(({ over }) => over.answers), mixed, beside, loud]
      return [
        ...goodput(rounds, how.seconds, `at ${peakConnections} connections`),
        ...order(mixed),
        ...fairness(beside, loud),
        ...(await promises(place, all)),
      ]
    } finally {
      refuser.stop()
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

/** What came of one flood, and the processor time of the server, the database and the process that refuses everything. */
type Measured = { answers: Flooded; ours: number; database: number; others: number }
type Round = Record<'peak' | 'beside' | 'over', Measured>

function goodput(rounds: Round[], seconds: number, note: string): Figure[] {
  const over = (figure: (round: Round) => number) => median(rounds.map(figure))
  const rate = (of: keyof Round) => over((round) => sends(round[of]) / seconds)
  const ratioTo = (of: keyof Round) => over((round) => sends(round.over) / sends(round[of]))
  const row = { figure: 'overload, sends done at five times the load', value: rate('over'), unit: '/s' }
  const ratio = ratioTo('beside')
  const byProcessor = over((round) => perSecond(round.over) / perSecond(round.beside))
  const micros = (figure: string, value: number) => ({
    figure: `overload, processor time: ${figure}`,
    value: value * 1e6,
    unit: 'µs',
  })
  return [
    { figure: 'overload, peak by itself', value: rate('peak'), unit: '/s', note },
    { figure: 'overload, peak while the surplus is refused elsewhere', value: rate('beside'), unit: '/s', note },
    { ...againstLimit(row, rate('beside'), 0.9), ratio, met: ratio >= 0.9, note: 'of the peak beside the surplus' },
    { ...row, limit: rate('peak'), ratio: ratioTo('peak'), note: 'of the peak by itself' },
    {
      ...atLeast(
        { figure: 'overload, sends for the same processor time, refusing included', value: byProcessor, unit: '' },
        0.9,
      ),
      note: 'of those beside the surplus',
    },
    { figure: 'overload, refusals', value: over((round) => refusals(round.over) / seconds), unit: '/s' },
    micros(
      'a send, server and database, at the peak',
      over(({ peak }) => (peak.ours + peak.database) / sends(peak)),
    ),
    micros('a refusal by the server', over(refusalSeconds)),
    micros(
      'a refusal by what does nothing else',
      over(({ beside }) => beside.others / (beside.answers['surplus']?.asked ?? 0)),
    ),
    atMost(
      {
        figure: 'overload, sends let in, p99',
        value: over((round) => round.over.answers['send']?.p99 ?? Number.NaN),
        unit: 'ms',
      },
      2_000,
    ),
  ]
}

/** What the server used beyond what as many sends cost it at the peak. */
function refusalSeconds({ peak, over }: Round): number {
  return (over.ours - (peak.ours / sends(peak)) * sends(over)) / refusals(over)
}

function perSecond(measured: Measured): number {
  return sends(measured) / (measured.ours + measured.database + measured.others)
}

function sends({ answers }: Measured): number {
  return goodOf(answers, 'send')
}

function refusals({ answers }: Measured): number {
  return answers['send']?.statuses['429'] ?? 0
}

/** Of a mix at twice the peak of sends, in which sends are a tenth: who goes first. */
function order(mixed: Flooded): Figure[] {
  const done = (label: string) => shareDone(mixed[label])
  return [
    atLeast({ figure: 'overload, mix: sends done', value: done('send'), unit: '' }, 0.95),
    atLeast({ figure: 'overload, mix: sessions read', value: done('session'), unit: '' }, 0.95),
    { figure: 'overload, mix: conversations read', value: done('read'), unit: '' },
    {
      ...atMost({ figure: 'overload, mix: searches done', value: done('search'), unit: '' }, done('send') / 2),
      goal: '≤ half of that of sends',
    },
    {
      ...atMost(
        { figure: 'overload, mix: looks at the record of access', value: done('access'), unit: '' },
        done('send') / 2,
      ),
      goal: '≤ half of that of sends',
    },
  ]
}

/** Beside: the quiet practice asks for 5/16 of the peak. Loud: for 5/4 of it, the other for three times as much. */
function fairness(beside: Flooded, loud: Flooded): Figure[] {
  const [noisy, quiet] = [loud['noisy']?.good ?? 0, loud['quiet']?.good ?? 0]
  return [
    atLeast(
      { figure: 'overload, a quiet practice beside a flood: sends done', value: shareDone(beside['quiet']), unit: '' },
      0.95,
    ),
    atMost(
      { figure: 'overload, share of the louder of two that both want all', value: noisy / (noisy + quiet), unit: '' },
      0.55,
    ),
  ]
}

/** Done, or refused in words that say when to come back; and what was answered is there. */
async function promises(place: Place, all: Flooded[]): Promise<Figure[]> {
  const counted = all.flatMap((flooded) => Object.values(flooded))
  const sum = (of: (one: FloodCounted) => number) => counted.reduce((total, one) => total + of(one), 0)
  const others = sum(({ statuses }) =>
    Object.entries(statuses).reduce(
      (total, [status, count]) => total + (['200', '429', '503'].includes(status) ? 0 : count),
      0,
    ),
  )
  const ids = counted.flatMap((one) => one.ids.filter((id) => id !== ''))
  const none = (figure: string, value: number) => atMost({ figure: `overload, ${figure}`, value, unit: '' }, 0)
  return [
    none('answers other than done or come back later', others),
    none(
      'refusals that do not say when',
      sum(({ withoutRetryAfter }) => withoutRetryAfter),
    ),
    none(
      'never answered',
      sum(({ unanswered }) => unanswered),
    ),
    { ...none('acknowledged and not stored', ids.length - (await countStored(place, ids))), note: `of ${ids.length}` },
  ]
}

function goodOf(flooded: Flooded, label: string): number {
  return flooded[label]?.good ?? 0
}

/** Of those that were answered. */
function shareDone(counted: FloodCounted | undefined): number {
  const all = Object.values(counted?.statuses ?? {}).reduce((sum, count) => sum + count, 0)
  return (counted?.statuses['200'] ?? 0) / all
}
