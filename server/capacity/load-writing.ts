import { sql } from 'kysely'
import type { Context } from '../access/context.ts'
import { conflict, noRoom } from '../platform/problems.ts'
import { nothingStops, type Refusal, whyNotWrite, type Writing, type WritingFacts } from '../routing/may-write.ts'

/**
 * The facts, whether the server has room for a message, and the sealed words of what may be told: of a pause by its id, and of the
 * block.
 */
export type LoadedWriting = WritingFacts & {
  hasRoom: boolean
  words: ReadonlyMap<string, { sealed: Buffer; version: number }>
}

type Row = {
  what: 'pause' | 'block' | 'open' | 'day' | 'cool-down'
  id: string | null
  topic_id: string | null
  until: Date | null
  most: number | null
  count: number | null
  at: Date | null
  stops_answers: boolean | null
  sealed: Buffer | null
  version: number | null
}

/** What may keep this actor from writing now: whoever works at the clinic is never stopped. */
export async function loadWriting(ctx: Context): Promise<LoadedWriting> {
  const { actor } = ctx
  return actor.kind === 'patient' ? loadWritingOf(ctx, actor.id) : { ...nothingStops, hasRoom: true, words: new Map() }
}

/**
 * Everything that may keep a patient from writing now, in one statement, so that it travels with what a send asks for anyhow. It
 * gives a row for each thing in force: mostly none, and then nothing was counted.
 */
export async function loadWritingOf(ctx: Context, id: string): Promise<LoadedWriting> {
  const { now } = ctx
  const { practiceId } = ctx.actor
  const { rows } = await sql<Row>`
    with today as (
      select date_trunc('day', ${now}::timestamptz at time zone time_zone) at time zone time_zone as starts_at,
        (date_trunc('day', ${now}::timestamptz at time zone time_zone) + interval '1 day') at time zone time_zone as ends_at
      from practices where practice_id = ${practiceId})
    select 'pause' as what, p.id, p.topic_id, p.ends_at as until, p.a_day as most,
      case when p.a_day is not null then (select count(*) from messages m
        join conversations c on c.practice_id = m.practice_id and c.id = m.conversation_id
        join patients w on w.practice_id = c.practice_id and w.id = c.patient_id
        where m.practice_id = ${practiceId} and m.sent_at >= today.starts_at and m.sent_at <= ${now} and m.sequence = 1
          and m.author_kind = 'patient' and (p.topic_id is null or c.topic_id = p.topic_id)
          and (p.practitioner_id is null or w.usual_practitioner_id = p.practitioner_id))::int end as count,
      today.ends_at as at, p.stops_answers, p.words_sealed as sealed, p.version
    from pauses p, today
    where p.practice_id = ${practiceId} and p.cancelled_at is null and p.starts_at <= ${now} and p.ends_at > ${now}
      and (p.practitioner_id is null or p.practitioner_id = (select usual_practitioner_id from patients
        where practice_id = ${practiceId} and id = ${id}))
    union all
    select 'block', id, null, ends_at, null, null, null, null, reason_sealed, 1 from patient_blocks
    where practice_id = ${practiceId} and patient_id = ${id} and lifted_at is null
      and starts_at <= ${now} and ends_at > ${now}
    union all
    select 'open', null, null, null, open_conversations, (select count(*) from conversations
        where practice_id = ${practiceId} and patient_id = ${id} and status = 'open' and merged_into_id is null)::int, null, null, null, null
    from patient_limits where practice_id = ${practiceId} and open_conversations is not null
    union all
    select 'day', null, null, null, messages_a_day, cardinality(sent.at), sent.at[messages_a_day] + interval '1 day', null, null, null
    from patient_limits, lateral (select array(select m.sent_at from conversations c
        join messages m on m.practice_id = c.practice_id and m.conversation_id = c.id
        where c.practice_id = ${practiceId} and c.patient_id = ${id} and c.last_message_at > ${now}::timestamptz - interval '1 day'
          and m.sent_at > ${now}::timestamptz - interval '1 day' and m.author_kind = 'patient'
        order by m.sent_at desc limit messages_a_day) as at) sent
    where practice_id = ${practiceId} and messages_a_day is not null
    union all
    select 'cool-down', null, null, null, null, null, (select max(started_at) from conversations
        where practice_id = ${practiceId} and patient_id = ${id} and started_by_kind = 'patient')
        + make_interval(mins => cool_down_minutes), null, null, null
    from patient_limits where practice_id = ${practiceId} and cool_down_minutes is not null`.execute(ctx.tx)
  return { ...toFacts(rows), hasRoom: ctx.house.room.state.forMessages }
}

function toFacts(rows: Row[]): Omit<LoadedWriting, 'hasRoom'> {
  const of = (what: Row['what']) => rows.find((row) => row.what === what)
  const [block, open, day, coolDown] = [of('block'), of('open'), of('day'), of('cool-down')]
  return {
    pauses: rows.flatMap(({ what, id, until, at, ...row }) =>
      what === 'pause' && id !== null && until !== null && at !== null
        ? [
            {
              id,
              topicId: row.topic_id,
              until,
              aDay: row.most,
              beganToday: row.count ?? 0,
              nextDayAt: at,
              stopsAnswers: row.stops_answers ?? false,
            },
          ]
        : [],
    ),
    block: block?.id == null || block.until === null ? null : { id: block.id, until: block.until },
    open: open?.most == null ? null : { limit: open.most, count: open.count ?? 0 },
    day: day?.most == null ? null : { limit: day.most, count: day.count ?? 0, againAt: day.at },
    coolDown: coolDown === undefined ? null : { againAt: coolDown.at },
    words: new Map(
      rows.flatMap(({ id, sealed, version }) =>
        id === null || sealed === null ? [] : [[id, { sealed, version: version ?? 1 }]],
      ),
    ),
  }
}

/** Why they cannot write now, if they cannot: who is blocked is told so also while the server takes nobody's messages. */
export function refusalOf(facts: LoadedWriting, writing: Writing, now: Date): Refusal | null {
  const own = whyNotWrite(facts, writing, now)
  return facts.hasRoom || own?.code === 'blocked' ? own : { code: 'no-room', until: null, limit: null, sourceId: null }
}

/**
 * 409 with when they may write again: the page says why before anybody writes, so that this meets who was overtaken. Without room
 * it is 503: the same message will do once there is some.
 */
export function assertMayWrite(ctx: Context, facts: LoadedWriting, writing: Writing): void {
  const refusal = refusalOf(facts, writing, ctx.now)
  if (refusal?.code === 'no-room') {
    throw noRoom('writing-no-room')
  }
  if (refusal !== null) {
    throw conflict(`writing-${refusal.code}`, { until: refusal.until?.toISOString() ?? null, limit: refusal.limit })
  }
}
