// What is open in conversations that are given away, and in what was put into them: all of it, in one order, held, with the inbox
// that it goes home to.
import { actorFor, contextFor } from '../acting.ts'
import type { Cell } from '../grid.ts'
import type { Ground } from '../ground.ts'
import type { Product } from '../product.ts'
import { now } from '../relations.ts'
import type { Tally } from '../tally.ts'
import { isFree } from './is-free.ts'

type Row = Record<string, unknown>
type Given = Parameters<Product['tasks']['openTasksOf']>[1]

export async function checkOpenTasks(product: Product, ground: Ground, tally: Tally): Promise<void> {
  const { grid, stage } = ground
  const [first] = grid.cells
  const cells = grid.cells.filter(({ state, who }) => state === first?.state && who.part === 'nurse')
  for (const [practiceId, own] of Map.groupBy(cells, ({ who }) => who.practice)) {
    const should = openTasks(ground, practiceId, own)
    await stage.bare.transact({ practiceId, actorId: practiceId, requestId: practiceId }, async (tx) => {
      const { ctx } = contextFor(tx, actorFor(own[0]?.who ?? { id: '', practice: '', part: 'nurse' }), now)
      const ids = own.flatMap(({ conversation, beside }) => [{ id: conversation }, { id: beside }])
      const rows = await product.tasks.openTasksOf(ctx, ids as unknown as Given)
      const answer = rows.map((row) => [row.id, row.home_care_team_id, row.conversation_id, row.name_en].join(' '))
      tally.look('open tasks', should.length)
      if (answer.join('\n') !== should.join('\n')) {
        const other = should.find((line, at) => line !== answer[at])
        tally.differ(`what is open: the policy says ${other}, the product says otherwise`)
      }
      // One alone: what is in others is not among it.
      const head = own.find(({ relation }) => relation === 'has to do what was put into it')
      const some =
        head === undefined ? [] : await product.tasks.openTasksOf(ctx, [{ id: head.conversation }] as unknown as Given)
      const where = some.map(({ conversation_id: id }) => id)
      const inPart = where.filter((id) => id === head?.beside)
      if (inPart.length !== 1 || where.some((id) => id !== head?.beside && id !== head?.conversation)) {
        tally.differ('what is open in what was put into it is not found')
      }
      const [task] = rows
      if (task !== undefined && (await isFree(stage, 'tasks', practiceId, task.id))) {
        tally.differ('what is open is not held')
      }
    })
  }
}

/** As the rows were laid down, in the order of their ids. */
function openTasks({ grid: { rows } }: Ground, practiceId: string, cells: Cell[]): string[] {
  const asked = new Set(cells.flatMap(({ conversation, beside }) => [conversation, beside]))
  const of = (table: string) => (rows[table] ?? []).filter((row) => row['practice_id'] === practiceId)
  const conversations = new Map(of('conversations').map((row) => [row['id'], row]))
  const inboxes = new Map(of('care_teams').map((row) => [row['id'], row]))
  const isOpen = (row: Row) => row['status'] === 'requested' || row['status'] === 'accepted'
  return of('tasks')
    .filter((row) => {
      const conversation = conversations.get(row['conversation_id'])
      return isOpen(row) && [conversation?.['id'], conversation?.['merged_into_id']].some((id) => asked.has(String(id)))
    })
    .toSorted((one, other) => (String(one['id']) < String(other['id']) ? -1 : 1))
    .map((row) => {
      const home = row['for_care_team_id'] ?? conversations.get(row['conversation_id'])?.['care_team_id']
      return [row['id'], home, row['conversation_id'], inboxes.get(row['care_team_id'])?.['name_en']].join(' ')
    })
}
