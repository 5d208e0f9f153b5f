import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { isRestricted } from '../access/conversations.ts'
import type { After, SearchInput } from './found-page.ts'
import type { Hit } from './hit.ts'
import { type SegmentFile, segmentFile } from './segment-file.ts'
import { scanLines, type SearchedPart } from './segment-lines.ts'
import { isSearched, lineOf, searchedColumns, type SearchedMessage, unpackedMessages } from './waiting-messages.ts'

/** What is to be looked through, and what was found on the way. */
export type SearchPlan = {
  words: string[]
  part: SearchedPart
  /** The segment with the newest message first. */
  segments: PlannedSegment[]
  generation: number
  /** Messages that stand in no segment yet and have the words. */
  hits: Hit[]
  /** False while messages wait that were not looked at. */
  isWhole: boolean
}
export type PlannedSegment = { file: SegmentFile; lastSentAt: Date }

/**
 * Looks through the messages that wait, and then lists the segments, in this order: what is packed in between stands in both
 * and not in neither. One patient's messages are few enough to be looked at by themselves.
 */
export async function planSearch(ctx: Context, input: SearchInput, words: string[], after: After): Promise<SearchPlan> {
  const [restricted, waiting, state, segments] = await Promise.all([
    seesSubjectsAlone(ctx),
    input.patientId === undefined ? selectWaitingNewest(ctx) : selectOfPatient(ctx, input.patientId),
    ctx.tx.selectFrom('search_states').selectAll().where('practice_id', '=', ctx.actor.practiceId).executeTakeFirst(),
    input.patientId === undefined ? selectSegments(ctx, input, after) : [],
  ])
  const generation = state?.generation ?? 1
  const part = restricted ? 'subject' : 'all'
  return {
    words,
    part,
    segments: segments.map((row) => ({
      file: segmentFile(ctx.keys, ctx.actor.practiceId, {
        ...row,
        sizeBytes: row.size_bytes ?? 0,
        wordsBytes: row.words_bytes,
      }),
      lastSentAt: row.last_sent_at,
    })),
    generation,
    hits: await scanMessages(ctx, waiting.filter(isSearched), words, part),
    isWhole:
      input.patientId === undefined
        ? waiting.length < limits.searchWaitingMessages &&
          (state?.reset_after ?? null) === null &&
          segments.every((segment) => segment.generation === generation)
        : waiting.length < limits.searchPatientMessages,
  }
}

async function seesSubjectsAlone(ctx: Context): Promise<boolean> {
  const practice = await ctx.tx
    .selectFrom('practices')
    .select('clerk_view')
    .where('practice_id', '=', ctx.actor.practiceId)
    .$narrowType<{ clerk_view: 'full' | 'subject' }>()
    .executeTakeFirstOrThrow()
  return isRestricted(ctx.actor, practice)
}

async function selectWaitingNewest(ctx: Context): Promise<SearchedMessage[]> {
  const { rows } = await sql<SearchedMessage>`
    select ${searchedColumns}
    from (select * from conversations
      where practice_id = ${ctx.actor.practiceId} and last_sequence > packed_sequence
      order by last_message_at desc, id desc limit ${limits.searchWaitingMessages}) conversations
    ${unpackedMessages}
    order by messages.sent_at desc limit ${limits.searchWaitingMessages}`.execute(ctx.tx)
  return rows
}

async function selectOfPatient(ctx: Context, patientId: string): Promise<SearchedMessage[]> {
  const { rows } = await sql<SearchedMessage>`
    select ${searchedColumns}
    from conversations
    join messages on messages.practice_id = conversations.practice_id and messages.conversation_id = conversations.id
    where conversations.practice_id = ${ctx.actor.practiceId} and conversations.patient_id = ${patientId}
    order by messages.sent_at desc limit ${limits.searchPatientMessages}`.execute(ctx.tx)
  return rows
}

function selectSegments(ctx: Context, input: SearchInput, after: After) {
  const { from, until } = input
  const newest = after === undefined ? until : new Date(Math.min(Date.parse(after[0]), until?.getTime() ?? Infinity))
  return ctx.tx
    .selectFrom('search_segments')
    .select(['id', 'generation', 'size_bytes', 'words_bytes', 'last_sent_at'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('finished_at', 'is not', null)
    .where('ended_at', 'is', null)
    .$if(from !== undefined, (query) => query.where('last_sent_at', '>=', from ?? ctx.now))
    .$if(newest !== undefined, (query) => query.where('first_sent_at', '<=', newest ?? ctx.now))
    .orderBy('last_sent_at', 'desc')
    .execute()
}

/** Opens and folds message by message, in slices, so that other requests get their turn. */
async function scanMessages(
  ctx: Context,
  messages: readonly SearchedMessage[],
  words: readonly string[],
  part: SearchedPart,
): Promise<Hit[]> {
  const wanted = words.map((word) => Buffer.from(word))
  const hits: Hit[] = []
  await ctx.keys.load(messages.map((message) => message.patient_id))
  for (let from = 0; from < messages.length; from += limits.packSliceMessages) {
    const lines = messages.slice(from, from + limits.packSliceMessages).map((message) => lineOf(ctx, message))
    hits.push(...scanLines(Buffer.from(lines.join('')), wanted, part))
    await setImmediate()
  }
  return hits
}
