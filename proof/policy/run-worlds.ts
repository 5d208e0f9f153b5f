import { differsInCover } from './checks/cover.ts'
import { differsInWriting, writingWorlds } from './checks/writing.ts'
import { coverWorlds } from './cover-worlds.ts'
import { loadProduct } from './product.ts'
import { type Found, searchWorlds } from './search-worlds.ts'
import type { Stage } from './stage.ts'
import type { Outcome } from './table.ts'
import { differencesIn, makeWorlds } from './worlds.ts'

/** In full these are 100,000 worlds. */
const counts = {
  access: { full: 10_000, quick: 600, batch: 200 },
  cover: { full: 45_000, quick: 1_500, batch: 500 },
  writing: { full: 45_000, quick: 5_000, batch: 1_000 },
}
type Name = keyof typeof counts
const said: Record<Name, string> = {
  access: 'random practices: who sees and does what',
  cover: 'random absences: who acts for whom',
  writing: 'random limits: whether a patient may write',
}

export async function runWorlds(
  stage: Stage,
  options: { isQuick: boolean; seed: number; only?: { worlds: string; at: string }; tell(line: string): void },
): Promise<Outcome> {
  const { isQuick, seed, only, tell } = options
  const product = await loadProduct(null)
  const search = (name: Name): Promise<Found | null> => {
    const { full, quick, batch } = counts[name]
    const count = isQuick ? quick : full
    const how = {
      seed,
      batch,
      count,
      tell: (done: number) => done % (count / 5) === 0 && tell(`${name}: ${done} of ${count}`),
      ...(only && { path: only.at }),
    }
    switch (name) {
      case 'access':
        return searchWorlds(makeWorlds(), (some) => differencesIn(product, stage, some), how)
      case 'cover':
        return searchWorlds(coverWorlds, (some) => some.map((world) => differsInCover(product, world)), how)
      case 'writing':
        return searchWorlds(writingWorlds, (some) => some.map((world) => differsInWriting(product, world)), how)
    }
  }
  const outcome: Outcome = { rows: [], findings: [] }
  for (const name of (Object.keys(counts) as Name[]).filter((each) => only === undefined || each === only.worlds)) {
    const found = await search(name)
    const asked = only === undefined ? counts[name][isQuick ? 'quick' : 'full'] : 1
    outcome.rows.push({ what: said[name], asked, differing: found === null ? 0 : 1 })
    if (found !== null) {
      const replay = `npm run policy -- --seed ${seed} --worlds ${name} --at ${found.path}`
      outcome.findings.push(`${found.what}\n   ${found.smallest}\n   ${replay}`)
    }
  }
  return outcome
}
