// What the checks stand on: the space laid out in the database, and the facts of it read back in plain SQL.
import { loadFacts } from '../canary/load-facts.ts'
import type { Facts } from './facts.ts'
import { byPractice, type Cell, type Grid, makeGrid, type State } from './grid.ts'
import { layDown, type Stage } from './stage.ts'

export type Ground = { stage: Stage; grid: Grid; factsOf(cell: Pick<Cell, 'who' | 'conversation' | 'patient'>): Facts }

export async function openGround(stage: Stage, wanted: readonly State[], isLaidDown = false): Promise<Ground> {
  const grid = makeGrid(wanted)
  if (!isLaidDown) {
    await layDown(stage.owner, grid.rows)
    await stage.owner.query('analyze')
  }
  const loaded = await loadFacts(stage.owner)
  const practices = byPractice(loaded, grid.members)
  const indexes = new Map([...practices].map(([id, facts]) => [id, indexOf(facts)]))
  return {
    stage,
    grid,
    factsOf({ who, conversation, patient }) {
      const index = indexes.get(who.practice)
      if (index === undefined) {
        throw new Error('every cell is of a practice that was laid down')
      }
      // The facts about other conversations and patients of the practice are left out here: there are tens of thousands.
      const [it] = index.conversations.get(conversation) ?? []
      const files = index.files.get(patient) ?? []
      const splits = files.flatMap(({ message }) => index.splits.get(message ?? '') ?? [])
      const waiting = files.map(({ waitsIn }) => waitsIn ?? '')
      const near = [
        ...new Set([conversation, it?.mergedInto ?? '', ...splits.map((split) => split.conversation), ...waiting]),
      ]
      return {
        ...index.facts,
        conversations: near.flatMap((id) => index.conversations.get(id) ?? []),
        tasks: near.flatMap((id) => index.tasks.get(id) ?? []),
        splits,
        done: index.done.get(conversation) ?? [],
        patients: index.patients.get(patient) ?? [],
        reasons: index.reasons.get(patient) ?? [],
        files,
      }
    },
  }
}

function indexOf(facts: Facts) {
  return {
    facts,
    conversations: Map.groupBy(facts.conversations, ({ id }) => id),
    tasks: Map.groupBy(facts.tasks, ({ conversation }) => conversation),
    patients: Map.groupBy(facts.patients, ({ id }) => id),
    reasons: Map.groupBy(facts.reasons, ({ patient }) => patient),
    files: Map.groupBy(facts.files, ({ patient }) => patient),
    splits: Map.groupBy(facts.splits, ({ message }) => message),
    done: Map.groupBy(facts.done, ({ conversation }) => conversation),
  }
}
