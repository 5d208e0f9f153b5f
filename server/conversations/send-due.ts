import { limits } from '../../shared/limits.ts'
import { next } from '../../shared/machine.ts'
import { scheduledMachine, sendRefusals, type SendRefusal } from '../../shared/scheduled-send.ts'
import { announce } from '../access/announce.ts'
import { asPractitioner } from '../access/as-practitioner.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context, SystemActor } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { sweepRows, type Turn } from '../access/sweep.ts'
import { literals } from '../platform/db.ts'
import { conflict, type Problem } from '../platform/problems.ts'
import { giveWordsBack } from './hold-draft.ts'
import { announceStart, lockStart, sendStart } from './scheduled-starts.ts'
import { lockScheduled, sendScheduled } from './send-scheduled.ts'

/**
 * Messages whose time has come go out as their authors' act. Twice is once: who holds the conversation's lock, or the row's where
 * none has begun, finds it waiting or not, and that it was sent is committed with the message. What may not go out any more comes back as a draft, with the reason.
 */
export function sendDue(turn: Turn): Promise<void> {
  return sweepRows(turn, { list: listDue, act: sendOne, refuse: refuseOne })
}

async function listDue(ctx: Context, after: string | null): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('scheduled_sends')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('state', 'in', literals('waiting'))
    .where('send_at', '<=', ctx.now)
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limits.sweepRows)
    .execute()
  return rows.map((row) => row.id)
}

async function sendOne(ctx: Context<SystemActor>, id: string): Promise<void> {
  const due = await lockDue(ctx, id)
  if (due === null) {
    return
  }
  const author = await asPractitioner(ctx, { id: due.row.author_id, sessionId: due.row.session_id })
  if (author === null) {
    throw conflict('no-access')
  }
  if (due.conversation !== null) {
    await sendScheduled(author, due.conversation, due.row)
    return
  }
  const start = await lockStart(author, id)
  if (start === undefined) {
    throw conflict('not-possible')
  }
  await sendStart(author, start)
}

async function refuseOne(ctx: Context<SystemActor>, id: string, problem: Problem): Promise<void> {
  const due = await lockDue(ctx, id)
  if (due === null) {
    return
  }
  const { row, conversation } = due
  await Promise.all([
    ctx.tx
      .updateTable('scheduled_sends')
      .set({ state: next(scheduledMachine, row.state, 'refuse'), refusal: refusalOf(problem), ended_at: ctx.now })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', id)
      .execute(),
    giveWordsBack(ctx, row),
    recordAudit(ctx, 'message.hold-back', {
      object: { type: 'message', id },
      patients: [row.patient_id],
      info: ['message'],
    }),
  ])
  if (conversation === null) {
    announceStart(ctx, row)
    return
  }
  ctx.afterCommit(() => announce(ctx, conversation, row.author_id))
}

/** The conversation first, as everybody locks, if it has begun; null when it is not due any more. */
async function lockDue(ctx: Context<SystemActor>, id: string) {
  const found = await ctx.tx
    .selectFrom('scheduled_sends')
    .select(['conversation_id', 'act'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (found === undefined) {
    return null
  }
  const conversation =
    found.act === 'start' ? null : await accessConversation(ctx, found.conversation_id, 'message.send')
  const row = await lockScheduled(ctx, found.conversation_id, id)
  return row === undefined || row.state !== 'waiting' || row.send_at > ctx.now ? null : { conversation, row }
}

/** A door that is shut now, a file that failed its scan, what has happened since; whatever else it is, it does not go out. */
function refusalOf(problem: Problem): SendRefusal {
  if (problem.status === 403 || problem.status === 404) {
    return 'no-access'
  }
  const codes = [problem.code, ...problem.fields.map(({ code }) => code)]
  return sendRefusals.find((refusal) => codes.includes(refusal)) ?? 'not-possible'
}
