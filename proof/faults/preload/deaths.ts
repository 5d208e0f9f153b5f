import { type Command, commandPoints, type CrashPoint } from './points.ts'

/** How a command dies: at a named point, or after so long wherever it is by then. */
export type Death = { point?: string; crashAt?: string; killAfterMs?: number }

/** The named points on one way. */
export function pointsOf(path: CrashPoint['path']): string[] {
  return Object.keys(commandPoints).filter((name) => commandPoints[name]?.path === path)
}

/** Points that are passed many times: the death is at one of the first so many. */
const passings: Record<string, number> = {
  'cluster-arriving': 900,
  'copy-kept': 3,
  'file-back': 3,
  'leaves-read': 2,
  'restore-ending': 2,
  'restore-ended': 2,
}
/** So many deaths more fall at no named point, within the time that a command takes. */
const byChance: Record<Command, { count: number; withinMs: number }> = {
  export: { count: 2, withinMs: 1_500 },
  rebuild: { count: 2, withinMs: 1_200 },
  backup: { count: 4, withinMs: 3_000 },
  restore: { count: 5, withinMs: 5_000 },
}

/** Every named point of a command once, and some deaths by chance between them, in an order that is drawn. */
export function deathsOf(path: Command, random: () => number): Death[] {
  const named = pointsOf(path).map((point) => ({
    point,
    crashAt: `${point} ${1 + Math.floor(random() * (passings[point] ?? 1))}`,
  }))
  const { count, withinMs } = byChance[path]
  const chance = Array.from({ length: count }, () => ({ killAfterMs: 250 + Math.floor(random() * withinMs) }))
  return [...named, ...chance]
    .map((death) => ({ death, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ death }) => death)
}
