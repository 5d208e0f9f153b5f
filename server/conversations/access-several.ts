import type { BulkRefusal } from '../../shared/conversation.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import {
  accessConversation,
  type ConversationAction,
  type ConversationRow,
  type Permitted,
} from '../access/conversations.ts'
import { can } from '../access/tasks.ts'
import { forbidden, Problem } from '../platform/problems.ts'

export type NotDone = { conversationId: string; code: BulkRefusal }
type Row<A> = Permitted<NonNullable<ConversationRow>, A>

/** Several conversations through the door, each by itself: those that may be acted on, and why the others may not. */
export async function accessSeveral<A extends ConversationAction>(
  ctx: Context,
  ids: readonly string[],
  action: A,
  door: (ctx: Context, id: string, action: A) => Promise<Row<A>> = accessConversation,
): Promise<{ rows: Row<A>[]; refused: NotDone[] }> {
  if (!can(ctx.actor, 'task.list', null)) {
    throw forbidden()
  }
  const asked = [...new Set(ids)]
  await lockInOrder(ctx, asked)
  const answers = await Promise.allSettled(asked.map((id) => door(ctx, id, action)))
  const rows: Row<A>[] = []
  const refused: NotDone[] = []
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 'fulfilled') {
      rows.push(answer.value)
    } else {
      refused.push({ conversationId: asked[index] ?? '', code: codeOf(answer.reason) })
    }
  }
  return { rows, refused }
}

/** With what was put into them. Whoever acts on some of the same at the same time locks them in the same order, and nobody waits in a ring. */
function lockInOrder(ctx: Context, ids: string[]): Promise<unknown> {
  return ctx.tx
    .selectFrom('conversations')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where((eb) => eb.or([eb('id', '=', eb.fn.any(eb.val(ids))), eb('merged_into_id', '=', eb.fn.any(eb.val(ids)))]))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

function codeOf(reason: unknown): BulkRefusal {
  if (reason instanceof Problem && reason.status === 404) {
    return 'not-found'
  }
  if (reason instanceof Problem && reason.status === 403) {
    return 'forbidden'
  }
  if (reason instanceof Problem && reason.code === 'conversation-merged') {
    return 'merged'
  }
  throw reason
}

/** The act as a whole, and each refusal as the door would have recorded it alone. */
export async function recordSeveral(
  ctx: Context,
  act: { whole: string; each: string },
  notDone: readonly NotDone[],
): Promise<void> {
  await Promise.all([
    recordAudit(ctx, act.whole),
    ...notDone.flatMap(({ conversationId: id, code }) => {
      const rule = rules[code]
      return rule === undefined
        ? []
        : [recordAudit(ctx, act.each, { object: { type: 'conversation', id }, outcome: 4, rule })]
    }),
  ])
}

/** What the door refuses with, as entries of refusals name it. */
const rules: Partial<Record<BulkRefusal, string>> = { 'not-found': 'not-visible', forbidden: 'not-permitted' }
