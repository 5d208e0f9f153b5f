import type { Selectable } from 'kysely'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { pauseState } from '../../shared/capacity.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { type PersonReference, practitionerNames } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'
import type { Pauses } from '../platform/db-types.ts'
import { openWords } from './pause-words.ts'

export type PauseView = ResultOf<typeof api.savePause>
export type PauseRow = Awaited<ReturnType<ReturnType<typeof selectPauses>['executeTakeFirstOrThrow']>>

/** What keeps patients from writing, now and soon, and did of late; the newest end first. */
export async function listPauses(ctx: Context): Promise<{ items: PauseView[] }> {
  permitPeople(ctx, 'capacity.read')
  const since = new Date(ctx.now.getTime() - limits.pausesListedDays * 86_400_000)
  const [rows, staff] = await Promise.all([
    selectPauses(ctx)
      .where('pauses.ends_at', '>', since)
      .orderBy('pauses.ends_at', 'desc')
      .limit(limits.pauses)
      .execute(),
    practitionerNames(ctx),
  ])
  return { items: rows.map((row) => viewPause(ctx, row, staff)) }
}

/** Those called off before they began never were. */
export function selectPauses(ctx: Context) {
  return ctx.tx
    .selectFrom('pauses')
    .leftJoin('topics', (join) =>
      join.onRef('topics.practice_id', '=', 'pauses.practice_id').onRef('topics.id', '=', 'pauses.topic_id'),
    )
    .selectAll('pauses')
    .select(['topics.name_en', 'topics.name_fr'])
    .where('pauses.practice_id', '=', ctx.actor.practiceId)
    .where('pauses.cancelled_at', 'is', null)
}

export function viewPause(
  ctx: Context,
  row: Selectable<Pauses> & { name_en: string | null; name_fr: string | null },
  staff: ReadonlyMap<string, PersonReference>,
): PauseView {
  const times = { startsAt: new Date(row.starts_at), endsAt: new Date(row.ends_at) }
  return {
    id: row.id,
    topicId: row.topic_id,
    topic: row.name_en === null || row.name_fr === null ? null : { en: row.name_en, fr: row.name_fr },
    practitionerId: row.practitioner_id,
    practitioner: row.practitioner_id === null ? null : (staff.get(row.practitioner_id) ?? null),
    aDay: row.a_day,
    stopsAnswers: row.stops_answers,
    words: openWords(ctx, row, row.words_sealed),
    ...times,
    state: pauseState(times, ctx.now),
    createdBy: staff.get(row.created_by_id) ?? null,
    version: row.version,
  }
}
