import { type RawBuilder, sql } from 'kysely'
import type { Figure } from '../../shared/seeing.ts'
import type { Context } from '../access/context.ts'
import { conversationOf } from './conversation-of.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { openingsOn } from '../routing/business-hours.ts'
import { boundsOf, stepsBetween } from './calendar-days.ts'
import type { Looked } from './load-cells.ts'
import { unreadNow } from './load-now.ts'

/** The conversations of a figure: which, when it happened, whose it is or was, and by when. */
export type SeenPage = RawBuilder<{ conversation_id: string; at: Date; person_id: string | null; due_at: Date | null }>

/** One figure's conversations, each read by an index over time, or among what is open. */
export function seenOf(ctx: Context, figure: Figure, looked: Looked, calendar: BusinessCalendar): SeenPage {
  switch (figure) {
    case 'waiting':
      return openTasks(ctx, looked, sql`true`)
    case 'late':
      return openTasks(ctx, looked, sql`t.due_at < ${ctx.now}`)
    case 'unread':
      return sql`select c.id as conversation_id, c.patient_unread_since as at,
        case when c.last_author_kind = 'practitioner' then c.last_author_id end as person_id, null::timestamptz as due_at
        from (${unreadNow(ctx, looked)}) c`
    case 'arrived':
      return messages(ctx, looked, calendar, (message) => sql`${sql.ref(message)}.author_kind = 'patient'`)
    case 'after-hours': {
      const open = openTimes(looked, calendar)
      return messages(
        ctx,
        looked,
        calendar,
        (message) =>
          sql`${sql.ref(message)}.author_kind = 'practitioner' and not ${sql.ref(message)}.sent_at <@ ${open}::tstzmultirange`,
      )
    }
    case 'replied':
      return endedTasks(ctx, looked, calendar, isReply)
    case 'replied-late':
      return endedTasks(ctx, looked, calendar, sql`${isReply} and t.ended_at > t.due_at`)
    case 'settled':
      return endedTasks(ctx, looked, calendar, sql`coalesce(t.outcome, '') not in ('replied', 'reached')`)
    case 'closed':
      return closedOnes(ctx, looked, calendar, sql`true`)
    case 'visit-avoided':
    case 'visit-booked':
    case 'redirected':
    case 'sent-to-emergency':
      return closedOnes(ctx, looked, calendar, sql`c.outcome = ${sql.lit(figure)}`)
    case 'opened':
      return touched(ctx, looked, calendar)
    default:
      return figure satisfies never
  }
}

const isReply = sql`t.outcome in ('replied', 'reached')`

function openTasks(ctx: Context, looked: Looked, condition: RawBuilder<unknown>): SeenPage {
  return sql`select t.conversation_id, t.created_at as at, t.owner_id as person_id, t.due_at
    from tasks t ${looked.topicId === null ? sql`` : conversationOf(ctx, 't')}
    where t.practice_id = ${ctx.actor.practiceId} and t.status in ('requested', 'accepted') and t.kind = 'respond'
      and ${condition} ${narrowed(looked, 't.care_team_id', 't.owner_id')}`
}

function endedTasks(
  ctx: Context,
  looked: Looked,
  calendar: BusinessCalendar,
  condition: RawBuilder<unknown>,
): SeenPage {
  return sql`select t.conversation_id, t.ended_at as at, t.ended_by_id as person_id, t.due_at
    from tasks t ${looked.topicId === null ? sql`` : conversationOf(ctx, 't')}
    where t.practice_id = ${ctx.actor.practiceId} and ${within('t.ended_at', looked, calendar)} and t.kind = 'respond'
      and ${condition} ${narrowed(looked, 't.care_team_id', 't.ended_by_id')}`
}

/**
 * A conversation stands once, with the newest of its messages that fit. Which one that is, is asked of each message: so a page reads
 * as many as it shows, the newest first, and never all of a year.
 */
function messages(
  ctx: Context,
  looked: Looked,
  calendar: BusinessCalendar,
  condition: (message: 'm' | 'later') => RawBuilder<unknown>,
): SeenPage {
  const { practiceId } = ctx.actor
  const { practitionerId } = looked
  const fits = (message: 'm' | 'later') => sql`${sql.ref(message)}.practice_id = ${practiceId}
    and ${within(`${message}.sent_at`, looked, calendar)} and ${sql.ref(message)}.kind = 'message' and ${condition(message)}
    ${practitionerId === null ? sql`` : sql`and ${sql.ref(message)}.author_id = ${practitionerId}`}`
  return sql`select m.conversation_id, m.sent_at as at,
      case when m.author_kind = 'practitioner' then m.author_id end as person_id, null::timestamptz as due_at
    from messages m ${isOfPlace(looked) ? conversationOf(ctx, 'm') : sql``}
    where ${fits('m')} ${narrowed({ ...looked, practitionerId: null }, 'c.care_team_id', 'm.author_id')}
      and m.sequence = (select later.sequence from messages later
        where later.conversation_id = m.conversation_id and ${fits('later')} order by later.sequence desc limit 1)`
}

function closedOnes(
  ctx: Context,
  looked: Looked,
  calendar: BusinessCalendar,
  condition: RawBuilder<unknown>,
): SeenPage {
  return sql`select c.id as conversation_id, c.closed_at as at, c.closed_by_id as person_id, null::timestamptz as due_at
    from care_teams i join conversations c on c.practice_id = i.practice_id and c.care_team_id = i.id
      and c.status = 'closed' and ${within('c.closed_at', looked, calendar)}
    where i.practice_id = ${ctx.actor.practiceId} and ${condition} ${narrowed(looked, 'c.care_team_id', 'c.closed_by_id')}`
}

function touched(ctx: Context, looked: Looked, calendar: BusinessCalendar): SeenPage {
  return sql`select t.conversation_id, max(t.at) as at, max(t.practitioner_id::text)::uuid as person_id,
      null::timestamptz as due_at
    from touches t ${isOfPlace(looked) ? conversationOf(ctx, 't') : sql``}
    where t.practice_id = ${ctx.actor.practiceId} and ${within('t.at', looked, calendar)}
      ${narrowed(looked, 'c.care_team_id', 't.practitioner_id')}
    group by t.conversation_id`
}

/** Only then is the conversation looked up: its topic and inbox decide. */
function isOfPlace({ topicId, careTeamIds }: Looked): boolean {
  return topicId !== null || careTeamIds !== null
}

function within(column: string, { from, until }: Looked, { timeZone }: BusinessCalendar): RawBuilder<unknown> {
  const at = sql.ref(column)
  return sql`${at} >= ${boundsOf(from, timeZone).start} and ${at} < ${boundsOf(until, timeZone).end}`
}

function narrowed(looked: Looked, careTeam: string, person: string): RawBuilder<unknown> {
  const { topicId, careTeamIds, practitionerId } = looked
  return sql`${topicId === null ? sql`` : sql`and c.topic_id = ${topicId}`}
    ${careTeamIds === null ? sql`` : sql`and ${sql.ref(careTeam)} = any(${careTeamIds}::uuid[])`}
    ${practitionerId === null ? sql`` : sql`and ${sql.ref(person)} = ${practitionerId}`}`
}

/** When the practice was open, by the hours that it has now: one value, in which a time is found without a look at each opening. */
function openTimes({ from, until }: Looked, calendar: BusinessCalendar): string {
  const openings = stepsBetween(from, until, 'day').flatMap((day) =>
    openingsOn(calendar, boundsOf(day.from, calendar.timeZone).start),
  )
  return `{${openings.map(({ opensAt, closesAt }) => `[${opensAt.toISOString()},${closesAt.toISOString()})`).join(',')}}`
}
