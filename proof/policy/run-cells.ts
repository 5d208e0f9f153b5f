import { checkAccess } from './checks/access.ts'
import { states } from './grid.ts'
import { openGround } from './ground.ts'
import { loadProduct } from './product.ts'
import { tables } from './rows.ts'
import { clear, type Stage } from './stage.ts'
import type { Outcome } from './table.ts'
import { makeTally } from './tally.ts'

/** Differences told one by one, at most. */
const toldAtMost = 20

/** The whole space, with row-level security and past it; the quick selection has every fifth state of a conversation. */
export async function runCells(
  stage: Stage,
  options: { isQuick: boolean; tell(line: string): void },
): Promise<Outcome> {
  const wanted = states.filter((_, index) => !options.isQuick || index % 6 === 0)
  const ground = await openGround(stage, wanted)
  options.tell(`laid down: ${ground.grid.cells.length} scenes`)
  const tally = makeTally()
  try {
    await checkAccess(await loadProduct(null), ground, tally, options.isQuick ? ['bare'] : ['bare', 'held'])
  } finally {
    await clear(stage.owner, [...tables])
  }
  const differing = tally.differences.length
  const cells = [...tally.looks].map(([what, asked]) => ({ what, asked, differing: 0 }))
  const total = { what: 'decisions in all', asked: cells.reduce((sum, { asked }) => sum + asked, 0), differing }
  const told = tally.differences.slice(0, toldAtMost)
  const more = differing > told.length ? [`… and ${differing - told.length} more`] : []
  const replay = `npm run policy -- cells${options.isQuick ? ' --quick' : ''}`
  return { rows: [...cells, total], findings: [...told, ...more].map((words) => `${words}\n   ${replay}`) }
}
