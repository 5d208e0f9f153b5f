import type { bulk as api } from '../../shared/api/bulk.ts'
import type { BulkRefusal } from '../../shared/conversation.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { announce } from '../access/announce.ts'
import type { Context } from '../access/context.ts'
import { accessSeveral, type NotDone, recordSeveral } from './access-several.ts'
import { assertOffered } from './put-label.ts'
import { recordLabel } from './record-label.ts'
import { writeLabels } from './write-labels.ts'

/** Puts a label on several conversations, or takes it off. Those that are as asked already are not changed, so that undoing leaves them so. */
export async function labelSeveral(
  ctx: Context,
  input: InputOf<typeof api.labelSeveral>,
): Promise<ResultOf<typeof api.labelSeveral>> {
  const { labelId, conversationIds, isOn } = input
  const { rows, refused } = await accessSeveral(ctx, conversationIds, 'note.write')
  if (isOn) {
    await assertOffered(ctx, labelId)
  }
  const judged = rows.map((row) => ({ row, code: refusalOf(row.label_ids, labelId, isOn) }))
  const changed = judged.flatMap(({ row, code }) => (code === null ? [row] : []))
  const notDone: NotDone[] = [
    ...refused,
    ...judged.flatMap(({ row, code }) => (code === null ? [] : [{ conversationId: row.id, code }])),
  ]
  const act = isOn ? 'label.put' : 'label.take'
  await Promise.all([
    ...changed.flatMap((row) => [
      writeLabels(ctx, row.id, isOn ? [...row.label_ids, labelId] : row.label_ids.filter((id) => id !== labelId)),
      recordLabel(ctx, act, row, labelId),
    ]),
    recordSeveral(ctx, { whole: 'label.several', each: act }, notDone),
  ])
  ctx.afterCommit(() => changed.forEach((row) => announce(ctx, row)))
  return { done: changed.map((row) => ({ conversationId: row.id })), notDone }
}

function refusalOf(has: readonly string[], labelId: string, isOn: boolean): BulkRefusal | null {
  if (has.includes(labelId) === isOn) {
    return 'already-so'
  }
  return isOn && has.length >= limits.conversationLabels ? 'limit-reached' : null
}
