import { sql } from 'kysely'
import type { bulk as api } from '../../shared/api/bulk.ts'
import type { BulkRefusal } from '../../shared/conversation.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { Context } from '../access/context.ts'
import { accessSeveral, type NotDone, recordSeveral } from './access-several.ts'
import { closeAccessed } from './close-conversation.ts'

/** Closes those that may be closed, with one outcome; says of the others why not. Nothing that is owed ends unsaid. */
export async function closeSeveral(
  ctx: Context,
  input: InputOf<typeof api.closeSeveral>,
): Promise<ResultOf<typeof api.closeSeveral>> {
  const versions = new Map(input.conversations.map(({ conversationId, version }) => [conversationId, version]))
  const { rows, refused } = await accessSeveral(ctx, [...versions.keys()], 'conversation.close')
  const ids = rows.map(({ id }) => id)
  const [owed, waiting] = await Promise.all([selectOwed(ctx, ids), selectWaiting(ctx, ids)])
  const judged = rows.map((row) => ({
    row,
    code: refusalOf(row, {
      version: versions.get(row.id),
      isAnswerWaiting: waiting.has(row.id),
      isOwed: owed.has(row.id) && !input.endsTasks,
    }),
  }))
  const closed = judged.flatMap(({ row, code }) => (code === null ? [row] : []))
  const notDone: NotDone[] = [
    ...refused,
    ...judged.flatMap(({ row, code }) => (code === null ? [] : [{ conversationId: row.id, code }])),
  ]
  const [done] = await Promise.all([
    Promise.all(
      closed.map(async (row) => ({
        conversationId: row.id,
        version: (await closeAccessed(ctx, row, input.outcome)).version,
      })),
    ),
    recordSeveral(ctx, { whole: 'conversation.close-several', each: 'conversation.close' }, notDone),
  ])
  return { done, notDone }
}

type Facts = { version: number | undefined; isAnswerWaiting: boolean; isOwed: boolean }

function refusalOf(row: { status: string; version: number }, facts: Facts): BulkRefusal | null {
  if (row.status === 'closed') {
    return 'already-so'
  }
  if (row.version !== facts.version) {
    return 'changed-meanwhile'
  }
  if (facts.isAnswerWaiting) {
    return 'answer-waiting'
  }
  return facts.isOwed ? 'to-do' : null
}

/** Those in which somebody still has to do something, or in what was put into them: an answer, a call. */
async function selectOwed(ctx: Context, ids: string[]): Promise<Set<string>> {
  const rows = await ctx.tx
    .selectFrom('conversations as one')
    .select('one.id')
    .where('one.practice_id', '=', ctx.actor.practiceId)
    .where((eb) => eb('one.id', '=', eb.fn.any(eb.val(ids))))
    .where(
      sql<boolean>`exists (select from tasks t where t.practice_id = one.practice_id
        and t.status in ('requested', 'accepted') and t.conversation_id in (select one.id union all
          select part.id from conversations part where part.practice_id = one.practice_id and part.merged_into_id = one.id))`,
    )
    .execute()
  return new Set(rows.map((row) => row.id))
}

/** Those in which an answer is on its way out. The conversations are locked, so that none comes in between. */
async function selectWaiting(ctx: Context, ids: string[]): Promise<Set<string>> {
  const rows = await ctx.tx
    .selectFrom('scheduled_sends')
    .select('conversation_id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where((eb) => eb('conversation_id', '=', eb.fn.any(eb.val(ids))))
    .where('state', '=', sql.lit('waiting'))
    .execute()
  return new Set(rows.map((row) => row.conversation_id))
}
