import type { ResultOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { forbidden } from '../platform/problems.ts'
import type { Refusal } from '../routing/may-write.ts'
import { type LoadedWriting, loadWriting, refusalOf } from './load-writing.ts'
import { openWords } from './pause-words.ts'

type Writing = ResultOf<typeof api.readWriting>
type Told = NonNullable<Writing['start']>

/** What a patient is told before they write: by topic, with the words of whatever keeps them from it. */
export async function readWriting(ctx: Context): Promise<Writing> {
  const { actor } = ctx
  if (actor.kind !== 'patient') {
    throw forbidden()
  }
  const [facts, topics, practice] = await Promise.all([
    loadWriting(ctx),
    ctx.tx
      .selectFrom('topics')
      .select(['id', 'is_open'])
      .where('practice_id', '=', actor.practiceId)
      .orderBy('position')
      .orderBy('id')
      .limit(limits.topics)
      .execute(),
    ctx.tx
      .selectFrom('practices')
      .select('booking_url')
      .where('practice_id', '=', actor.practiceId)
      .executeTakeFirstOrThrow(),
    ctx.keys.load([actor.id]),
  ])
  await recordAudit(ctx, 'patient.writing', {
    object: { type: 'patient', id: actor.id },
    patients: [actor.id],
    info: facts.block === null ? [] : ['block'],
  })
  const told = (act: 'start' | 'answer', topicId: string) =>
    tell(ctx, facts, refusalOf(facts, { act, topicId }, ctx.now))
  const states = topics.map(({ id, is_open }) => ({
    topicId: id,
    isOpen: is_open,
    start: told('start', id),
    answer: told('answer', id),
  }))
  const open = states.filter(({ isOpen }) => isOpen)
  return {
    start: open.every(({ start }) => start !== null) ? (open[0]?.start ?? null) : null,
    topics: states.map(({ isOpen: _isOpen, ...state }) => state),
    bookingUrl: practice.booking_url,
  }
}

function tell(ctx: Context, facts: LoadedWriting, refusal: Refusal | null): Told | null {
  if (refusal === null) {
    return null
  }
  const { code, until, limit, sourceId } = refusal
  const source = sourceId === null ? undefined : facts.words.get(sourceId)
  const told = { code, until, limit, words: null, reason: null }
  if (sourceId === null || source === undefined) {
    return told
  }
  const row = { id: sourceId, version: source.version }
  return code === 'blocked'
    ? {
        ...told,
        reason: ctx.keys.open('patient_blocks.reason_sealed', { ...row, patientId: ctx.actor.id ?? '' }, source.sealed),
      }
    : { ...told, words: openWords(ctx, row, source.sealed) }
}
