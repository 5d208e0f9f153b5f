import type { InputOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { pauseState } from '../../shared/capacity.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { assertNewId } from '../people/new-id.ts'
import { isFresh } from '../people/stale-form.ts'
import { readFields } from '../people/typed-fields.ts'
import { conflict, invalid, notFound } from '../platform/problems.ts'
import { type PauseView, selectPauses, viewPause } from './list-pauses.ts'
import { type PauseWords, sealWords } from './pause-words.ts'

type Input = InputOf<typeof api.savePause>
type Fields = Omit<Input, 'membershipId' | 'pauseId' | 'version'>

/** Plans a pause (`version` 0) or changes one that is not over. It takes effect by its times, at once where it has begun. */
export async function savePause(ctx: Context, input: Input): Promise<PauseView> {
  permitPeople(ctx, 'capacity.change')
  const fields = readPause(ctx, input)
  const [, before, staff, known] = await Promise.all([
    lockPractice(ctx),
    selectPauses(ctx).where('pauses.id', '=', input.pauseId).executeTakeFirst(),
    practitionerNames(ctx),
    countKnown(ctx, fields),
  ])
  if (before === undefined && input.version > 0) {
    throw notFound()
  }
  if (fields.topicId !== null && !known.has_topic) {
    throw invalid({ path: 'topicId', code: 'not-found' })
  }
  if (fields.practitionerId !== null && !staff.has(fields.practitionerId)) {
    throw invalid({ path: 'practitionerId', code: 'not-found' })
  }
  if (before === undefined) {
    assertNewId('pauseId', input.pauseId)
    if (known.pauses >= limits.pauses) {
      throw conflict('limit-reached', { limit: limits.pauses })
    }
    await insertPause(ctx, input.pauseId, fields)
  } else if (isFresh<Fields>(viewPause(ctx, before, staff), { ...fields, version: input.version })) {
    const state = pauseState({ startsAt: new Date(before.starts_at), endsAt: new Date(before.ends_at) }, ctx.now)
    if (state === 'over') {
      throw conflict('pause-over')
    }
    await updatePause(ctx, input.pauseId, fields, before.version + 1)
  }
  const after = await selectPauses(ctx).where('pauses.id', '=', input.pauseId).executeTakeFirstOrThrow()
  await recordAudit(ctx, 'pause.save', {
    object: { type: 'pause', id: after.id, version: after.version },
    envelopes: [{ column: 'pauses.words_sealed', row: after.id, envelope: after.words_sealed }],
  })
  return viewPause(ctx, after, staff)
}

function readPause(ctx: Context, input: Input): Fields {
  const { membershipId: _as, pauseId: _id, version: _version, ...rest } = input
  const { startsAt, endsAt, topicId, practitionerId, aDay, stopsAnswers } = rest
  if (topicId !== null && practitionerId !== null) {
    throw invalid({ path: 'practitionerId', code: 'one-of-two' })
  }
  if (endsAt <= startsAt) {
    throw invalid({ path: 'endsAt', code: 'before-start' })
  }
  if (endsAt <= ctx.now) {
    throw invalid({ path: 'endsAt', code: 'in-the-past' })
  }
  if (endsAt.getTime() - startsAt.getTime() > limits.pauseDays * 86_400_000) {
    throw invalid({ path: 'endsAt', code: 'too-far', limit: limits.pauseDays })
  }
  if (aDay !== null && stopsAnswers) {
    throw invalid({ path: 'stopsAnswers', code: 'not-with-a-number' })
  }
  return readFields((fields) => ({
    ...rest,
    words: {
      reason: fields.helpInBoth('words.reason', input.words.reason),
      instead: fields.helpInBoth('words.instead', input.words.instead),
    } satisfies PauseWords,
  }))
}

async function countKnown(ctx: Context, { topicId }: Fields): Promise<{ has_topic: boolean; pauses: number }> {
  const [topic, pauses] = await Promise.all([
    ctx.tx
      .selectFrom('topics')
      .select('id')
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', topicId)
      .executeTakeFirst(),
    selectPauses(ctx).where('pauses.ends_at', '>', ctx.now).limit(limits.pauses).execute(),
  ])
  return { has_topic: topic !== undefined, pauses: pauses.length }
}

function columnsOf(ctx: Context, row: { id: string; version: number }, fields: Fields) {
  return {
    topic_id: fields.topicId,
    practitioner_id: fields.practitionerId,
    starts_at: fields.startsAt,
    ends_at: fields.endsAt,
    a_day: fields.aDay,
    stops_answers: fields.stopsAnswers,
    words_sealed: sealWords(ctx, row, fields.words),
    version: row.version,
  }
}

function insertPause(ctx: Context, id: string, fields: Fields): Promise<unknown> {
  return ctx.tx
    .insertInto('pauses')
    .values({
      practice_id: ctx.actor.practiceId,
      id,
      ...columnsOf(ctx, { id, version: 1 }, fields),
      created_at: ctx.now,
      created_by_id: ctx.actor.id ?? '',
    })
    .execute()
}

function updatePause(ctx: Context, id: string, fields: Fields, version: number): Promise<unknown> {
  return ctx.tx
    .updateTable('pauses')
    .set(columnsOf(ctx, { id, version }, fields))
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .execute()
}
