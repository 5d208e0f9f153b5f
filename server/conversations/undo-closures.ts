import { sql } from 'kysely'
import type { bulk as api } from '../../shared/api/bulk.ts'
import type { BulkRefusal } from '../../shared/conversation.ts'
import { conversationMachine } from '../../shared/conversation.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { next } from '../../shared/machine.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { isWithinWindow, type Permitted } from '../access/conversations.ts'
import { restoreTasks } from '../tasks/restore-tasks.ts'
import { accessSeveral, type NotDone, recordSeveral } from './access-several.ts'

/** Takes back one's own closings, with what was to do in the conversations: nobody who waited for an answer is forgotten by it. */
export async function undoClosures(
  ctx: Context,
  input: InputOf<typeof api.undoClosures>,
): Promise<ResultOf<typeof api.undoClosures>> {
  const versions = new Map(input.conversations.map(({ conversationId, version }) => [conversationId, version]))
  const { rows, refused } = await accessSeveral(ctx, [...versions.keys()], 'conversation.reopen')
  const judged = rows.map((row) => ({ row, code: refusalOf(ctx, row, versions.get(row.id)) }))
  const taken = judged.flatMap(({ row, code }) => (code === null ? [row] : []))
  const notDone: NotDone[] = [
    ...refused,
    ...judged.flatMap(({ row, code }) => (code === null ? [] : [{ conversationId: row.id, code }])),
  ]
  await Promise.all([
    ...taken.map((row) => reopen(ctx, row)),
    recordSeveral(ctx, { whole: 'conversation.undo-closures', each: 'conversation.reopen' }, notDone),
  ])
  return { done: taken.map((row) => ({ conversationId: row.id, version: row.version + 1 })), notDone }
}

type Closed = Permitted<
  {
    id: string
    patient_id: string
    care_team_id: string
    status: 'open' | 'closed'
    version: number
    closed_at: Date | null
    closed_by_id: string | null
    reopen_days: number
  },
  'conversation.reopen'
>

function refusalOf(ctx: Context, row: Closed, version: number | undefined): BulkRefusal | null {
  if (row.version !== version || row.status !== 'closed' || row.closed_by_id !== ctx.actor.id) {
    return 'changed-meanwhile'
  }
  return isWithinWindow(row, ctx.now) ? null : 'too-old-to-reopen'
}

/** With what was put into it and ended with it, at the same instant. */
async function reopen(ctx: Context, row: Closed): Promise<void> {
  const whole = [row, ...(await lockParts(ctx, row))]
  await Promise.all(whole.map((one) => reopenOne(ctx, one)))
  ctx.afterCommit(() => whole.forEach((one) => announce(ctx, one)))
}

type Row = Pick<Closed, 'id' | 'patient_id' | 'care_team_id' | 'version' | 'closed_at'>

function lockParts(ctx: Context, head: Row): Promise<Row[]> {
  return ctx.tx
    .selectFrom('conversations')
    .select(['id', 'patient_id', 'care_team_id', 'version', 'closed_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('merged_into_id', '=', head.id)
    .where('status', '=', 'closed')
    .where('closed_at', '=', head.closed_at)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

async function reopenOne(ctx: Context, row: Row): Promise<void> {
  await Promise.all([
    restoreTasks(ctx, row),
    ctx.tx
      .updateTable('conversations')
      .set({
        status: next(conversationMachine, 'closed', 'reopen'),
        outcome: null,
        closed_at: null,
        closed_by_id: null,
        version: sql<number>`version + 1`,
      })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', row.id)
      .execute(),
    recordAudit(ctx, 'conversation.reopen', {
      object: { type: 'conversation', id: row.id, version: row.version + 1 },
      patients: [row.patient_id],
    }),
  ])
}
