// How long it takes to say that something is not there must not tell whether it is another practice's. The two kinds of
// question are asked in turn, so that whatever else slows the machine slows both, and their times are compared as wholes.
import { prepare } from './crawl.ts'
import type { Findings } from './findings.ts'
import type { Ground } from './ground.ts'
import type { Probe } from './probes.ts'
import type { Variant } from './picks.ts'

export type Timed = { what: string; foreignMs: number; absentMs: number; distance: number; p: number }

/** So many of each; a difference is told only when it is found twice. */
export async function compareTimes(
  ground: Ground,
  probes: Probe[],
  findings: Findings,
  questions: number,
): Promise<Timed[]> {
  const level = 0.01 / Math.max(1, probes.length)
  const rows: Timed[] = []
  for (const probe of probes) {
    const first = await timesOf(ground, probe, questions)
    const row = first.p < level ? await timesOf(ground, probe, questions) : first
    findings.look('f', questions * 2)
    if (row.p < level) {
      findings.add(
        'f',
        `${row.what} takes another time for what is another practice’s (p ${row.p.toExponential(1)})`,
        probe.id,
      )
    }
    rows.push(row)
  }
  return rows
}

async function timesOf(ground: Ground, probe: Probe, questions: number): Promise<Timed> {
  const times = { foreign: [] as number[], absent: [] as number[] }
  const ask = async (variant: 'foreign' | 'absent', number: number): Promise<void> => {
    const picks = Object.fromEntries(Object.keys(probe.picks).map((name) => [name, variant as Variant]))
    const prepared = prepare(ground, { ...probe, picks }, number)
    if (prepared !== undefined) {
      times[variant].push((await ground.client.send(prepared.sent)).milliseconds)
    }
  }
  for (let number = 0; number < questions; number++) {
    const order = number % 2 === 0 ? (['foreign', 'absent'] as const) : (['absent', 'foreign'] as const)
    for (const variant of order) {
      await ask(variant, number)
    }
  }
  const distance = kolmogorovSmirnov(times.foreign, times.absent)
  return {
    what: probe.call.name,
    foreignMs: median(times.foreign),
    absentMs: median(times.absent),
    distance,
    p: probabilityOf(distance, times.foreign.length, times.absent.length),
  }
}

/** The largest distance between the two empirical distributions. */
export function kolmogorovSmirnov(one: number[], other: number[]): number {
  const [a, b] = [one.toSorted((x, y) => x - y), other.toSorted((x, y) => x - y)]
  let [i, j, largest] = [0, 0, 0]
  while (i < a.length && j < b.length) {
    const at = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    while ((a[i] ?? Infinity) <= at) {
      i++
    }
    while ((b[j] ?? Infinity) <= at) {
      j++
    }
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length))
  }
  return largest
}

/** How probable so large a distance is between samples of one distribution (the asymptotic series, with Stephens' correction). */
export function probabilityOf(distance: number, n: number, m: number): number {
  const root = Math.sqrt((n * m) / (n + m))
  const lambda = (root + 0.12 + 0.11 / root) * distance
  if (lambda < 0.3) {
    return 1
  }
  let sum = 0
  for (let k = 1; k <= 100; k++) {
    sum += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * lambda * lambda)
  }
  return Math.min(1, Math.max(0, sum))
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
