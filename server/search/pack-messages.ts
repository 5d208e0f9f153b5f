// Runs again and again: a position moves in the same transaction in which the segment that holds its messages becomes one,
// so that a message is packed once, and whoever comes second changes nothing.
import { setImmediate } from 'node:timers/promises'
import { limits } from '../../shared/limits.ts'
import type { Context, SystemActor } from '../access/context.ts'
import type { Turn } from '../access/sweep.ts'
import { movePacked, resetPacked } from '../conversations/move-packed.ts'
import type { Blobs } from '../platform/blobs.ts'
import { uuidv7 } from '../platform/ids.ts'
import { countDestroyedKeys, lockState, packAnew } from './search-state.ts'
import { endEarlierGenerations, removeDueSegments } from './remove-segments.ts'
import {
  readSegment,
  readSegmentWords,
  segmentFile,
  type SegmentFile,
  type SegmentRef,
  writeSegment,
} from './segment-file.ts'
import { addWords, readWords, writeWords } from './segment-words.ts'
import { isSearched, lineOf, selectWaiting, type WaitingMessage } from './waiting-messages.ts'

/** Puts the messages of a practice that wait into segments, and removes the segments that are no longer read. */
export async function packMessages(turn: Turn): Promise<void> {
  await turn.inPractice(forgetDestroyed)
  while (!turn.signal.aborted && (await turn.inPractice(resetSome))) {}
  while (!turn.signal.aborted && (await packSome(turn))) {}
  if (!turn.signal.aborted) {
    await turn.inPractice(endEarlierGenerations)
    await removeDueSegments(turn)
  }
}

async function forgetDestroyed(ctx: Context<SystemActor>): Promise<void> {
  const { generation, destroyedKeys: known } = await lockState(ctx)
  if ((await countDestroyedKeys(ctx)) > known) {
    await packAnew(ctx, generation)
  }
}

/** Some conversations back to the start; false when all are. Nothing is packed before that, or it would be set back again. */
async function resetSome(ctx: Context<SystemActor>): Promise<boolean> {
  const { resetAfter } = await lockState(ctx)
  if (resetAfter === null) {
    return false
  }
  const last = await resetPacked(ctx, resetAfter, limits.repackConversations)
  await ctx.tx
    .updateTable('search_states')
    .set({ reset_after: last })
    .where('practice_id', '=', ctx.actor.practiceId)
    .execute()
  return last !== null
}

/** One more segment, or more in the newest while it has room. False when nothing waits. */
async function packSome({ inPractice, log, practiceId }: Turn): Promise<boolean> {
  const begun = await inPractice(begin)
  if (begun.messages.length === 0) {
    return false
  }
  const packed = await pack(begun)
  if (packed === 'damaged') {
    log.error({ practiceId, segmentId: begun.tail?.id }, 'a segment of the search did not open; all are made anew')
    const ended = begun.tail === null ? [] : [begun.tail.id]
    await inPractice((ctx) => packAnew(ctx, begun.generation, ended))
    return false
  }
  const done = await inPractice((ctx) => finish(ctx, begun, packed)).catch((error: unknown) => {
    if (error instanceof PackedMeanwhileError) {
      return false
    }
    throw error
  })
  if (!done) {
    log.info({ practiceId }, 'another has packed these messages meanwhile')
  }
  return true
}

class PackedMeanwhileError extends Error {
  override name = 'PackedMeanwhileError'
}

type Tail = SegmentRef & { messages: number; firstSentAt: Date; lastSentAt: Date }
type Begun = Awaited<ReturnType<typeof begin>>
type Packed = { sizeBytes: number; wordsBytes: number } | null

/** The messages, the segment they go on from, and a row for the new one: a file never stands there without a row. */
async function begin(ctx: Context<SystemActor>) {
  const { generation, resetAfter } = await lockState(ctx)
  const tail = await findTail(ctx, generation)
  const messages = resetAfter === null ? await selectWaiting(ctx, limits.segmentMessages - (tail?.messages ?? 0)) : []
  const searched = messages.filter(isSearched)
  await ctx.keys.load(searched.map((message) => message.patient_id))
  const id = uuidv7(ctx.now)
  const times = [...searched.map((message) => message.sent_at), ...(tail ? [tail.firstSentAt, tail.lastSentAt] : [])]
  if (searched.length > 0) {
    await ctx.tx
      .insertInto('search_segments')
      .values({
        practice_id: ctx.actor.practiceId,
        id,
        generation,
        messages: searched.length + (tail?.messages ?? 0),
        first_sent_at: new Date(Math.min(...times.map(Number))),
        last_sent_at: new Date(Math.max(...times.map(Number))),
        due_at: new Date(ctx.now.getTime() + limits.segmentWriteMs),
      })
      .execute()
  }
  return { ctx, id, generation, tail, messages, searched }
}

/** The newest segment that has room. */
async function findTail(ctx: Context<SystemActor>, generation: number): Promise<Tail | null> {
  const row = await ctx.tx
    .selectFrom('search_segments')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('finished_at', 'is not', null)
    .where('ended_at', 'is', null)
    .where('generation', '=', generation)
    .where('messages', '<', limits.segmentMessages)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined || row.size_bytes === null
    ? null
    : {
        id: row.id,
        generation,
        sizeBytes: row.size_bytes,
        wordsBytes: row.words_bytes,
        messages: row.messages,
        firstSentAt: row.first_sent_at,
        lastSentAt: row.last_sent_at,
      }
}

/** Outside any transaction: opens the words, folds them, and writes the file. Null when there is nothing to write. */
async function pack({ ctx, id, generation, tail, searched }: Begun): Promise<Packed | 'damaged'> {
  if (searched.length === 0) {
    return null
  }
  const { blobs } = ctx.house
  const practiceId = ctx.actor.practiceId
  const begun =
    tail === null
      ? { lines: Buffer.alloc(0), words: new Set<string>() }
      : await readTail(blobs, segmentFile(ctx.keys, practiceId, tail))
  if (begun === null) {
    return 'damaged'
  }
  const parts = [begun.lines]
  for (let from = 0; from < searched.length; from += limits.packSliceMessages) {
    const slice = searched.slice(from, from + limits.packSliceMessages)
    const lines = slice.map((message) => lineOf(ctx, message))
    addWords(begun.words, lines)
    parts.push(Buffer.from(lines.join('')))
    await setImmediate()
  }
  const content = { words: writeWords(begun.words), lines: Buffer.concat(parts) }
  return writeSegment(blobs, ctx.keys, { practiceId, id, generation }, content)
}

/** What goes on in another file; null when it does not open. The words of one without words of its own are those of its lines. */
async function readTail(blobs: Blobs, file: SegmentFile): Promise<{ lines: Buffer; words: Set<string> } | null> {
  const [lines, words] = await Promise.all([
    readSegment(blobs, file),
    file.wordsBytes === 0 ? undefined : readSegmentWords(blobs, file),
  ])
  if (lines === null || words === null) {
    return null
  }
  const known = words === undefined ? new Set<string>() : readWords(words)
  if (words === undefined) {
    addWords(known, lines.toString().split('\n'))
  }
  return { lines, words: known }
}

/** The file is whole: from here on it is read, and the messages in it no longer wait. */
async function finish(ctx: Context<SystemActor>, begun: Begun, packed: Packed): Promise<boolean> {
  const { generation, resetAfter } = await lockState(ctx)
  if (generation !== begun.generation || resetAfter !== null || !(await movePacked(ctx, movesOf(begun.messages)))) {
    throw new PackedMeanwhileError()
  }
  if (packed === null) {
    return true
  }
  const open = ctx.tx
    .updateTable('search_segments')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('ended_at', 'is', null)
  const graceEnds = new Date(ctx.now.getTime() + limits.segmentGraceMs)
  const [finished, ended] = await Promise.all([
    open
      .set({ finished_at: ctx.now, size_bytes: packed.sizeBytes, words_bytes: packed.wordsBytes, due_at: null })
      .where('id', '=', begun.id)
      .executeTakeFirst(),
    begun.tail && open.set({ ended_at: ctx.now, due_at: graceEnds }).where('id', '=', begun.tail.id).executeTakeFirst(),
  ])
  if (finished.numUpdatedRows === 0n || ended?.numUpdatedRows === 0n) {
    throw new PackedMeanwhileError()
  }
  return true
}

/** Each conversation moves to the last of its messages that was looked at. */
function movesOf(messages: readonly WaitingMessage[]) {
  const moves = new Map(
    messages.map((message) => [
      message.conversation_id,
      { id: message.conversation_id, from: message.packed_sequence, to: message.sequence },
    ]),
  )
  return [...moves.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}
