import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { loadCover } from '../absences/load-cover.ts'
import { announce } from '../access/announce.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { sweepRows, type Turn } from '../access/sweep.ts'
import { literals } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { renewalText } from '../routing/auto-reply.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { answersFrom, renewExpectation } from '../routing/renew-expectation.ts'
import { addresseeOf } from '../tasks/plan-cover.ts'
import { renewPromise } from '../tasks/renew-promise.ts'
import { insertMessage } from './deliver.ts'
import { loadCalendar } from './load-calendar.ts'

/**
 * A patient whose answer takes longer than they were told is told the next time before that one passes. Twice is once: the
 * task says what they were told and when to look again, and both move on in the act itself.
 */
export function renewExpected(turn: Turn): Promise<void> {
  return sweepRows(turn, { list: listDue, act: renew })
}

async function listDue(ctx: Context, after: string | null): Promise<string[]> {
  const rows = await ctx.tx
    .selectFrom('tasks')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('kind', '=', sql.lit('respond'))
    .where('status', 'in', literals('requested', 'accepted'))
    .where('expect_at', '<=', ctx.now)
    .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limits.sweepRows)
    .execute()
  return rows.map((row) => row.id)
}

async function renew(ctx: Context, id: string): Promise<void> {
  const [due, calendar, cover] = await Promise.all([
    lockDue(ctx, id),
    loadCalendar(ctx),
    loadCover(ctx, { until: new Date(ctx.now.getTime() + limits.expectationAheadMinutes * 60_000) }),
  ])
  if (due === undefined) {
    return
  }
  const renewal = renewExpectation({
    calendar,
    sentAt: due.created_at,
    standardMinutes: due.reply_within_minutes,
    toldAt: due.expected_at ?? due.due_at,
    renewals: due.renewals,
    answersFrom: answersFrom(cover, addresseeOf(due), ctx.now),
    now: ctx.now,
  })
  await renewPromise(ctx, id, renewal)
  if (renewal.tell !== null) {
    await tell(ctx, due, calendar, renewal.tell)
  }
}

type Due = NonNullable<Awaited<ReturnType<typeof lockDue>>>

/** In the thread, in the patient's language; the notice says no more than that there is something to read. */
async function tell(ctx: Context, due: Due, calendar: BusinessCalendar, dueAt: Date): Promise<void> {
  await ctx.keys.load([due.patient_id])
  const language = due.patient_language
  const message = {
    id: uuidv7(ctx.now),
    kind: 'auto-reply' as const,
    sequence: due.last_sequence + 1,
    requestHash: Buffer.alloc(32),
    text: renewalText({
      language,
      calendar,
      dueAt,
      at: ctx.now,
      clinicPhone: due.practice_phone,
      urgentHelp: language === 'fr' ? due.urgent_help_fr : due.urgent_help_en,
    }),
  }
  const inserted = insertMessage(ctx, { id: due.conversation_id, patient_id: due.patient_id }, message)
  await Promise.all([
    inserted.done,
    addToHead(ctx, due, message.sequence),
    recordAudit(ctx, 'message.renew-expected', {
      object: { type: 'message', id: message.id },
      patients: [due.patient_id],
      info: ['message'],
      envelopes: inserted.envelopes,
    }),
  ])
  ctx.afterCommit(() =>
    announce(
      ctx,
      {
        id: due.conversation_id,
        patient_id: due.patient_id,
        care_team_id: due.home_care_team_id,
        also: due.care_team_id,
      },
      due.owner_id,
    ),
  )
}

/** Who wrote last stays who wrote last, and whoever of the clinic had read everything has: nobody wrote anything new to them. */
function addToHead(ctx: Context, due: Due, sequence: number): Promise<unknown> {
  return ctx.tx
    .updateTable('conversations')
    .set({
      last_sequence: sequence,
      staff_read_sequence: sql<number>`case when staff_read_sequence = last_sequence then ${sequence}::integer
        else staff_read_sequence end`,
      notify_due_at: ctx.now,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', due.conversation_id)
    .execute()
}

function lockDue(ctx: Context, id: string) {
  return (
    ctx.tx
      .selectFrom('tasks')
      .innerJoin('conversations', (join) =>
        join
          .onRef('conversations.practice_id', '=', 'tasks.practice_id')
          .onRef('conversations.id', '=', 'tasks.conversation_id'),
      )
      .innerJoin('topics', (join) =>
        join
          .onRef('topics.practice_id', '=', 'conversations.practice_id')
          .onRef('topics.id', '=', 'conversations.topic_id'),
      )
      .innerJoin('patients', (join) =>
        join
          .onRef('patients.practice_id', '=', 'conversations.practice_id')
          .onRef('patients.id', '=', 'conversations.patient_id'),
      )
      .innerJoin('practices', 'practices.practice_id', 'tasks.practice_id')
      .selectAll('tasks')
      .select(['conversations.care_team_id as home_care_team_id', 'conversations.last_sequence'])
      .select(['topics.reply_within_minutes', 'topics.urgent_help_en', 'topics.urgent_help_fr'])
      .select(['patients.language as patient_language', 'practices.phone as practice_phone'])
      .where('tasks.practice_id', '=', ctx.actor.practiceId)
      .where('tasks.id', '=', id)
      .where('tasks.kind', '=', 'respond')
      .where('tasks.status', 'in', literals('requested', 'accepted'))
      .where('tasks.expect_at', '<=', ctx.now)
      // Whatever somebody else has in hand is left for the next run: it may be the answer.
      .forNoKeyUpdate(['conversations', 'tasks'])
      .skipLocked()
      .$narrowType<{ patient_language: 'en' | 'fr' }>()
      .executeTakeFirst()
  )
}
