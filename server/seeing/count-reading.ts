import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import { type AgeBand, ageBandOn } from '../../shared/seeing.ts'
import type { Context } from '../access/context.ts'
import { boundsOf, monthOf, addDays } from './calendar-days.ts'

type Reader = {
  id: string
  version: number
  language: 'en' | 'fr'
  birth_date_sealed: Buffer
  messages: number
  unread: number
}
type Group = { language: 'en' | 'fr'; age_band: AgeBand; patients: number; messages: number; unread: number }
type Month = {
  /** Its first day. */
  month: string
  /** Only messages sent before this: of later ones it is not known yet. */
  until: Date
  timeZone: string
  today: string
}

/**
 * Whether the patients of each group read what the clinic wrote to them in a month, within the days after which a message is
 * called unread. Dates of birth are opened here and go no further: what is kept are counts of groups.
 */
export async function countReading(ctx: Context, { month, until, timeZone, today }: Month): Promise<void> {
  const start = boundsOf(month, timeZone).start
  const nextMonth = boundsOf(monthOf(addDays(month, 31)), timeZone).start
  const end = nextMonth < until ? nextMonth : until
  const groups = new Map<string, Group>()
  for (let after: string | null = null; ;) {
    const readers = await listReaders(ctx, start, end, after)
    await ctx.keys.load(readers.map(({ id }) => id))
    for (const reader of readers) {
      addTo(groups, reader, bandOf(ctx, reader, today))
    }
    const last = readers.at(-1)
    if (readers.length < limits.sweepRows || last === undefined) {
      break
    }
    after = last.id
  }
  await replaceMonth(ctx, month, [...groups.values()])
}

/** Patients who were written to, in the order of their ids, with how many messages each got and left unread. */
async function listReaders(ctx: Context, start: Date, end: Date, after: string | null): Promise<Reader[]> {
  const practiceId = ctx.actor.practiceId
  const { rows } = await sql<Reader>`
    select p.id, p.version, p.language, p.birth_date_sealed, sent.messages, sent.unread
    from (select m.patient_id, count(*)::int as messages,
        (count(*) filter (where not exists (select from readings r
          where r.practice_id = m.practice_id and r.conversation_id = m.conversation_id and r.reader_id = m.patient_id
            and r.up_to_sequence >= m.sequence and r.read_at <= m.sent_at + make_interval(days => ${limits.unreadDays}))))::int as unread
      from messages m
      where m.practice_id = ${practiceId} and m.sent_at >= ${start} and m.sent_at < ${end}
        and m.kind = 'message' and m.author_kind = 'practitioner' and m.retracted_at is null
        ${after === null ? sql`` : sql`and m.patient_id > ${after}`}
      group by m.patient_id order by m.patient_id limit ${limits.sweepRows}) sent
    join patients p on p.practice_id = ${practiceId} and p.id = sent.patient_id
    order by p.id`.execute(ctx.tx)
  return rows
}

function bandOf(ctx: Context, reader: Reader, today: string): AgeBand {
  const at = { id: reader.id, version: reader.version, patientId: reader.id }
  return ageBandOn(ctx.keys.open('patients.birth_date_sealed', at, reader.birth_date_sealed), today)
}

function addTo(groups: Map<string, Group>, reader: Reader, ageBand: AgeBand): void {
  const { language } = reader
  const key = `${language} ${ageBand}`
  const group = groups.get(key) ?? { language, age_band: ageBand, patients: 0, messages: 0, unread: 0 }
  group.patients += 1
  group.messages += reader.messages
  group.unread += reader.unread
  groups.set(key, group)
}

async function replaceMonth(ctx: Context, month: string, groups: Group[]): Promise<void> {
  await ctx.tx
    .deleteFrom('seen_reading')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('month', '=', month)
    .execute()
  await sql`insert into seen_reading (practice_id, month, language, age_band, patients, messages, unread)
    select ${ctx.actor.practiceId}, ${month}::date, language, age_band, patients, messages, unread
    from jsonb_populate_recordset(null::seen_reading, ${JSON.stringify(groups)}::jsonb)`.execute(ctx.tx)
}
