import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { loadCover } from '../absences/load-cover.ts'
import type { Context } from '../access/context.ts'
import { sweepRows, type Turn } from '../access/sweep.ts'
import { literals } from '../platform/db.ts'
import { answersFrom, renewExpectation } from '../routing/renew-expectation.ts'
import { addresseeOf } from '../tasks/plan-cover.ts'
import { renewPromise } from '../tasks/renew-promise.ts'
import { loadCalendar } from './load-calendar.ts'
import { tellExpected } from './tell-expected.ts'

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
    await tellExpected(ctx, due, calendar, renewal.tell)
  }
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
