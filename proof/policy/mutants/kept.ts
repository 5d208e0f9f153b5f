// What became of each fault, written down as it is tried: a run that was cut off has still told, and can go on from there.
import { appendFileSync, existsSync, readFileSync } from 'node:fs'

export type Kept = { number: number; name: string; found: string | null }

/** One line for each fault; tried again, the later line counts. Without a file nothing is kept. */
export function keepIn(path: string | undefined): { told: Map<string, string>; add(one: Kept): void } {
  const before = path !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : ''
  const told = new Map<string, string>()
  for (const line of before.split('\n').filter((text) => text.endsWith('}'))) {
    const { name, found } = JSON.parse(line) as Kept
    if (found === null) {
      told.delete(name)
    } else {
      told.set(name, found)
    }
  }
  return {
    told,
    add: (one) => path !== undefined && appendFileSync(path, `${JSON.stringify(one)}\n`),
  }
}
