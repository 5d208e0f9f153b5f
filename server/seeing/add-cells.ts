import type { ResultOf } from '../../shared/endpoint.ts'
import type { seeing as api } from '../../shared/api/seeing.ts'
import type { Cell } from './load-cells.ts'

type Seeing = ResultOf<typeof api.readSeeing>
export type Times = Seeing['total']['reply']
/** Counts as they are shown, with every time of which the quantiles are made. */
export type Added = Omit<Seeing['total'], 'reply' | 'resolution'> & {
  reply: number[]
  held: number[]
  triage: number[]
  resolution: number[]
}

/** Adds lines up by whatever `keyOf` says. Pure: tested as a table. */
export function addCells(cells: readonly Cell[], keyOf: (cell: Cell) => string): Map<string, Added> {
  const sums = new Map<string, Added>()
  for (const cell of cells) {
    const key = keyOf(cell)
    let sum = sums.get(key)
    if (sum === undefined) {
      sum = nothing()
      sums.set(key, sum)
    }
    add(sum, cell)
  }
  return sums
}

export function nothing(): Added {
  return {
    arrived: 0,
    asked: 0,
    replied: 0,
    repliedInTime: 0,
    settled: 0,
    closed: 0,
    visitsAvoided: 0,
    visitsBooked: 0,
    redirected: 0,
    sentToEmergency: 0,
    sent: 0,
    sentAfterHours: 0,
    opened: 0,
    reply: [],
    held: [],
    triage: [],
    resolution: [],
  }
}

function add(sum: Added, cell: Cell): void {
  sum.arrived += cell.arrived
  sum.asked += cell.asked
  sum.replied += cell.replied
  sum.repliedInTime += cell.replied_in_time
  sum.settled += cell.settled
  sum.closed += cell.closed
  sum.visitsAvoided += cell.visits_avoided
  sum.visitsBooked += cell.visits_booked
  sum.redirected += cell.redirected
  sum.sentToEmergency += cell.sent_to_emergency
  sum.sent += cell.sent
  sum.sentAfterHours += cell.sent_after_hours
  sum.opened += cell.opened
  append(sum.reply, cell.reply)
  append(sum.held, cell.held)
  append(sum.triage, cell.triage)
  append(sum.resolution, cell.resolution)
}

/** One by one: spread into a call, a long list would be too many arguments. */
function append(to: number[], minutes: readonly number[]): void {
  for (const minute of minutes) {
    to.push(minute)
  }
}

/** Half took this long or less, nine in ten that: always a time that somebody waited. */
export function timesOf(minutes: readonly number[]): Times {
  if (minutes.length === 0) {
    return { count: 0, median: null, p90: null }
  }
  const sorted = Int32Array.from(minutes).sort()
  const at = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? null
  return { count: sorted.length, median: at(0.5), p90: at(0.9) }
}

/** What is shown of a sum. */
export function shownOf({ held: _held, triage: _triage, resolution: _resolution, reply, ...counts }: Added) {
  return { ...counts, reply: timesOf(reply) }
}
