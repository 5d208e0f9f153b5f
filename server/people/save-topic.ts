import { sql } from 'kysely'
import type { people as api } from '../../shared/api/people.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { conflict, invalid, notFound } from '../platform/problems.ts'
import { selectTopics, type TopicView, viewTopic } from './list-topics.ts'
import { lockPractice } from './lock-practice.ts'
import { assertNewId } from './new-id.ts'
import { isFresh } from './stale-form.ts'
import { readFields } from './typed-fields.ts'

type Input = InputOf<typeof api.saveTopic>
type TopicFields = Omit<Input, 'membershipId' | 'topicId' | 'version'>

/** Creates a topic (`version` 0) or changes it whole. Conversations that are under way keep their inbox. */
export async function saveTopic(ctx: Context, input: Input): Promise<TopicView> {
  permitPeople(ctx, 'topic.save')
  const fields = readTopic(input)
  const [, before, keyword, inbox, count] = await Promise.all([
    lockPractice(ctx),
    selectTopics(ctx).where('topics.id', '=', input.topicId).executeTakeFirst(),
    findByKeyword(ctx, fields.keyword),
    findCareTeam(ctx, fields.careTeamId),
    countTopics(ctx),
  ])
  if (before === undefined && input.version > 0) {
    throw notFound()
  }
  if (keyword !== undefined && keyword.id !== input.topicId) {
    throw invalid({ path: 'keyword', code: 'already-used' })
  }
  if (inbox === undefined) {
    throw invalid({ path: 'careTeamId', code: 'not-found' })
  }
  if (before === undefined) {
    assertNewId('topicId', input.topicId)
    if (count >= limits.topics) {
      throw conflict('limit-reached', { limit: limits.topics })
    }
    await insertTopic(ctx, input.topicId, fields, count)
  } else if (isFresh<TopicFields>(viewTopic(ctx, before), { ...fields, version: input.version })) {
    await updateTopic(ctx, input.topicId, fields, before.version + 1)
  }
  const after = await selectTopics(ctx).where('topics.id', '=', input.topicId).executeTakeFirstOrThrow()
  await recordAudit(ctx, 'topic.save', { object: { type: 'topic', id: after.id, version: after.version } })
  return viewTopic(ctx, after)
}

function readTopic(input: Input): TopicFields {
  const { membershipId: _as, topicId: _id, version: _version, ...rest } = input
  return readFields((fields) => ({
    ...rest,
    name: fields.nameInBoth('name', input.name),
    help: fields.helpInBoth('help', input.help),
    urgentHelp: fields.helpInBoth('urgentHelp', input.urgentHelp),
  }))
}

function findByKeyword(ctx: Context, keyword: string) {
  return ctx.tx
    .selectFrom('topics')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('keyword', '=', keyword)
    .executeTakeFirst()
}

function findCareTeam(ctx: Context, id: string) {
  return ctx.tx
    .selectFrom('care_teams')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
}

async function countTopics(ctx: Context): Promise<number> {
  const { count } = await ctx.tx
    .selectFrom('topics')
    .select(sql<number>`count(*)`.as('count'))
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
  return count
}

/** A new topic stands last. */
async function insertTopic(ctx: Context, id: string, topic: TopicFields, position: number): Promise<void> {
  await ctx.tx
    .insertInto('topics')
    .values({ practice_id: ctx.actor.practiceId, id, ...columnsOf(topic), position, created_at: ctx.now })
    .execute()
}

async function updateTopic(ctx: Context, id: string, topic: TopicFields, version: number): Promise<void> {
  await ctx.tx
    .updateTable('topics')
    .set({ ...columnsOf(topic), version })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .execute()
}

function columnsOf(topic: TopicFields) {
  return {
    keyword: topic.keyword,
    name_en: topic.name.en,
    name_fr: topic.name.fr,
    help_en: topic.help.en,
    help_fr: topic.help.fr,
    urgent_help_en: topic.urgentHelp.en,
    urgent_help_fr: topic.urgentHelp.fr,
    care_team_id: topic.careTeamId,
    characters: topic.characters,
    words: topic.words,
    files: topic.files,
    reply_within_minutes: topic.replyWithinMinutes,
    remind_after_hours: topic.remindAfterHours,
    remind_again_after_hours: topic.remindAgainAfterHours,
    contact_after_hours: topic.contactAfterHours,
    important_after_hours: topic.importantAfterHours,
    reopen_days: topic.reopenDays,
    is_open: topic.isOpen,
  }
}
