import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { dayOf } from './calendar-days.ts'
import { loadScope } from './load-scope.ts'
import type { Asked, Scope } from './scope.ts'

/** What is looked at, before its figures: whose, in which practice, how far it is counted. */
export type Place = {
  scope: Scope
  ownedIds: string[]
  timeZone: string
  today: string
  countedUntil: string | null
  /** Months before this one have been added up; null: none. */
  monthsUntil: string | null
  countedAt: Date | null
  topics: { id: string; name: { en: string; fr: string }; replyWithinMinutes: number }[]
  careTeams: { id: string; name_en: string; name_fr: string; memberIds: string[] }[]
}

export async function loadPlace(ctx: Context, asked: Asked): Promise<Place> {
  const practiceId = ctx.actor.practiceId
  const [{ ownedIds, ...scope }, practice, topics, careTeams] = await Promise.all([
    loadScope(ctx, asked),
    ctx.tx
      .selectFrom('practices')
      .leftJoin('seen_progress', 'seen_progress.practice_id', 'practices.practice_id')
      .select(['practices.time_zone', 'counted_at'])
      .select([
        sql<string | null>`counted_until::text`.as('counted_until'),
        sql<string | null>`months_until::text`.as('months_until'),
      ])
      .where('practices.practice_id', '=', practiceId)
      .executeTakeFirstOrThrow(),
    ctx.tx
      .selectFrom('topics')
      .select(['id', 'name_en', 'name_fr', 'reply_within_minutes'])
      .where('practice_id', '=', practiceId)
      .orderBy('position')
      .orderBy('id')
      .limit(limits.topics)
      .execute(),
    ctx.tx
      .selectFrom('care_teams')
      .select(['id', 'name_en', 'name_fr'])
      .select(
        sql<string[]>`array(select m.practitioner_id::text from care_team_members m
          where m.practice_id = care_teams.practice_id and m.care_team_id = care_teams.id)`.as('member_ids'),
      )
      .where('practice_id', '=', practiceId)
      .orderBy('id')
      .limit(limits.careTeams)
      .execute(),
  ])
  return {
    scope,
    ownedIds,
    timeZone: practice.time_zone,
    today: dayOf(ctx.now, practice.time_zone),
    countedUntil: practice.counted_until,
    monthsUntil: practice.months_until,
    countedAt: practice.counted_at === null ? null : new Date(practice.counted_at),
    topics: topics.map((topic) => ({
      id: topic.id,
      name: { en: topic.name_en, fr: topic.name_fr },
      replyWithinMinutes: topic.reply_within_minutes,
    })),
    careTeams: careTeams.map(({ member_ids, ...team }) => ({ ...team, memberIds: member_ids })),
  }
}
