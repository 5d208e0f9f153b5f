// What the floods of the bench of overload come to.
import { againstLimit, atLeast, atMost, type Figure, median } from './figures.ts'
import type { FloodCounted, Flooded } from './flood.ts'
import type { Place } from './place.ts'
import { countStored } from './stored.ts'

/** Seconds of processor time; `others` is the process that refuses everything. */
export type Used = { server: number; proxy: number; database: number; others: number }
export type Measured = Used & { answers: Flooded }
export type Round = Record<'peak' | 'beside' | 'over', Measured>

export function goodput(rounds: Round[], seconds: number, note: string): Figure[] {
  const over = (figure: (round: Round) => number) => median(rounds.map(figure))
  const rate = (of: keyof Round) => sendsPerSecond(rounds, of, seconds)
  const ratioTo = (of: keyof Round) => over((round) => sends(round.over) / sends(round[of]))
  const row = { figure: 'sends done at five times the load', value: rate('over'), unit: '/s' }
  const ratio = ratioTo('beside')
  const byProcessor = over((round) => perSecond(round.over) / perSecond(round.beside))
  const micros = (figure: string, value: number) => ({
    figure: `processor time: ${figure}`,
    value: value * 1e6,
    unit: 'µs',
  })
  return [
    { figure: 'peak by itself', value: rate('peak'), unit: '/s', note },
    { figure: 'peak while the surplus is refused elsewhere', value: rate('beside'), unit: '/s', note },
    { ...againstLimit(row, rate('beside'), 0.9), ratio, met: ratio >= 0.9, note: 'of the peak beside the surplus' },
    { ...row, limit: rate('peak'), ratio: ratioTo('peak'), note: 'of the peak by itself' },
    {
      ...atLeast({ figure: 'sends for the same processor time, refusing included', value: byProcessor, unit: '' }, 0.9),
      note: 'of those beside the surplus',
    },
    { figure: 'refusals', value: over((round) => refusals(round.over) / seconds), unit: '/s' },
    micros(
      'a send, database and all, at the peak',
      over(({ peak }) => (peak.server + peak.proxy + peak.database) / sends(peak)),
    ),
    micros(
      'a refusal, in the server',
      over((round) => refusalSeconds(round, 'server')),
    ),
    micros(
      'a refusal, in the proxy',
      over((round) => refusalSeconds(round, 'proxy')),
    ),
    micros(
      'a refusal by what does nothing else',
      over(({ beside }) => beside.others / (beside.answers['surplus']?.asked ?? 0)),
    ),
    atMost(
      {
        figure: 'sends let in, p99',
        value: over((round) => round.over.answers['send']?.p99 ?? Number.NaN),
        unit: 'ms',
      },
      2_000,
    ),
  ]
}

/** Sends done a second, the middle of all rounds. */
export function sendsPerSecond(rounds: Round[], of: keyof Round, seconds: number): number {
  return median(rounds.map((round) => sends(round[of]) / seconds))
}

/** What was used beyond what as many sends cost at the peak. */
function refusalSeconds({ peak, over }: Round, of: 'server' | 'proxy'): number {
  return (over[of] - (peak[of] / sends(peak)) * sends(over)) / refusals(over)
}

function perSecond(measured: Measured): number {
  return sends(measured) / (measured.server + measured.proxy + measured.database + measured.others)
}

function sends({ answers }: Measured): number {
  return goodOf(answers, 'send')
}

function refusals({ answers }: Measured): number {
  const statuses: Record<string, number> = answers['send']?.statuses ?? {}
  return (statuses['429'] ?? 0) + (statuses['503'] ?? 0)
}

/** Of a mix at twice the peak of sends, in which sends are a tenth: who goes first. */
export function order(mixed: Flooded): Figure[] {
  const done = (label: string) => shareDone(mixed[label])
  return [
    atLeast({ figure: 'mix: sends done', value: done('send'), unit: '' }, 0.95),
    atLeast({ figure: 'mix: sessions read', value: done('session'), unit: '' }, 0.95),
    { figure: 'mix: conversations read', value: done('read'), unit: '' },
    {
      ...atMost({ figure: 'mix: searches done', value: done('search'), unit: '' }, done('send') / 2),
      goal: '≤ half of that of sends',
    },
    {
      ...atMost({ figure: 'mix: looks at the record of access', value: done('access'), unit: '' }, done('send') / 2),
      goal: '≤ half of that of sends',
    },
  ]
}

/** Beside: the quiet practice asks for 5/16 of the peak. Loud: for 5/4 of it, the other for three times as much. */
export function fairness(beside: Flooded, loud: Flooded): Figure[] {
  const [noisy, quiet] = [loud['noisy']?.good ?? 0, loud['quiet']?.good ?? 0]
  return [
    atLeast(
      { figure: 'a quiet practice beside a flood: sends done', value: shareDone(beside['quiet']), unit: '' },
      0.95,
    ),
    atMost({ figure: 'share of the louder of two that both want all', value: noisy / (noisy + quiet), unit: '' }, 0.55),
  ]
}

/** Done, or refused in words that say when to come back; and what was answered is there. */
export async function promises(place: Place, all: Flooded[]): Promise<Figure[]> {
  const counted = all.flatMap((flooded) => Object.values(flooded))
  const sum = (of: (one: FloodCounted) => number) => counted.reduce((total, one) => total + of(one), 0)
  const others = sum(({ statuses }) =>
    Object.entries(statuses).reduce(
      (total, [status, count]) => total + (['200', '429', '503'].includes(status) ? 0 : count),
      0,
    ),
  )
  const ids = counted.flatMap((one) => one.ids.filter((id) => id !== ''))
  const none = (figure: string, value: number) => atMost({ figure, value, unit: '' }, 0)
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

export function goodOf(flooded: Flooded, label: string): number {
  return flooded[label]?.good ?? 0
}

/** Of those that were answered. */
function shareDone(counted: FloodCounted | undefined): number {
  const all = Object.values(counted?.statuses ?? {}).reduce((sum, count) => sum + count, 0)
  return (counted?.statuses['200'] ?? 0) / all
}
