import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { type After, messagePage, type SearchInput } from './found-page.ts'
import { afterAll, type Hit, hitOf, idOf, timeOf } from './hit.ts'
import { planSearch, type SearchPlan } from './plan-search.ts'
import type { Scanner } from './scanner.ts'

export type FoundMessages = {
  /** The page, newest first, and one more if there is one. */
  ids: string[]
  /** Nothing as old as this was decided on: the time was up. */
  stoppedAt: Date | null
  /** Segments that did not open. */
  damaged: string[]
  generation: number
  isWhole: boolean
}

type Look = <T>(work: (ctx: Context) => Promise<T>) => Promise<T>
type Wanted = { input: SearchInput; words: string[]; after: After; size: number; isGone: () => boolean }
type Progress = { waiting: Hit[]; scanned: number; found: string[]; damaged: string[] }

/**
 * Looks through the segments, those with the newest messages first, until a page is full of what the reader may see: so a
 * common word needs few of them. A hit is decided on, by row-level security and the doors, once nothing newer can come.
 */
export async function findMessages(look: Look, scanner: Scanner, wanted: Wanted): Promise<FoundMessages> {
  const startedAt = performance.now()
  const plan = await look((ctx) => planSearch(ctx, wanted.input, wanted.words, wanted.after))
  const progress: Progress = { waiting: inOrder(plan.hits, wanted.after), scanned: 0, found: [], damaged: [] }
  const isTimeUp = () => performance.now() - startedAt > limits.searchMs || wanted.isGone()
  let batch: number = limits.searchFirstSegments
  for (let asked = 2 * wanted.size; progress.found.length <= wanted.size; asked *= 2) {
    while (!hasDecidable(plan, progress) && progress.scanned < plan.segments.length && !isTimeUp()) {
      await scanMore(scanner, plan, progress, { after: wanted.after, segments: batch })
      batch = Math.min(batch * 2, limits.searchSegments)
    }
    if (!hasDecidable(plan, progress) || isTimeUp()) {
      break
    }
    await decide(look, wanted, plan, progress, Math.min(asked, limits.searchAsked))
  }
  return {
    ids: progress.found,
    stoppedAt: progress.found.length > wanted.size ? null : undecidedSince(plan, progress),
    damaged: progress.damaged,
    generation: plan.generation,
    isWhole: plan.isWhole,
  }
}

async function scanMore(
  scanner: Scanner,
  plan: SearchPlan,
  progress: Progress,
  how: { after: After; segments: number },
): Promise<void> {
  const segments = plan.segments.slice(progress.scanned, progress.scanned + how.segments)
  const answer = await scanner.scan({
    files: segments.map(({ file }) => file),
    words: plan.words,
    part: plan.part,
    enough: limits.searchHits,
  })
  progress.scanned += answer.files
  progress.damaged.push(...answer.damaged)
  progress.waiting = inOrder([...progress.waiting, ...answer.hits], how.after)
}

/** Asks which of the newest hits this reader may see and wants. */
async function decide(look: Look, wanted: Wanted, plan: SearchPlan, progress: Progress, count: number): Promise<void> {
  const bound = boundOf(plan, progress)
  const decidable = progress.waiting.findIndex((hit) => hit <= bound)
  const hits = progress.waiting.splice(0, Math.min(decidable === -1 ? progress.waiting.length : decidable, count))
  const rows = await look((ctx) =>
    messagePage(ctx, wanted.input, hits.map(idOf), wanted.after, wanted.size + 1 - progress.found.length).execute(),
  )
  progress.found.push(...rows.map((row) => row.message_id))
}

/** Newest first, each once (what was packed meanwhile is met twice), and only what comes after the page before. */
function inOrder(hits: Hit[], after: After): Hit[] {
  const last = after === undefined ? null : hitOf(after[1], new Date(after[0]))
  const wanted = last === null ? hits : hits.filter((hit) => hit < last)
  return [...new Set(wanted)].toSorted((a, b) => (a < b ? 1 : -1))
}

/** No segment that was not looked at yet holds a newer message; the empty bound says that all were. */
function boundOf(plan: SearchPlan, { scanned }: Progress): Hit {
  const next = plan.segments[scanned]
  return next === undefined ? '' : hitOf(afterAll, next.lastSentAt)
}

/** Whether the newest hit is newer than all that may still come. */
function hasDecidable(plan: SearchPlan, progress: Progress): boolean {
  const [newest] = progress.waiting
  return newest !== undefined && newest > boundOf(plan, progress)
}

/** The newest instant of which something may be left. */
function undecidedSince(plan: SearchPlan, progress: Progress): Date | null {
  const newest = [boundOf(plan, progress), progress.waiting[0] ?? ''].toSorted().at(-1) ?? ''
  return newest === '' ? null : timeOf(newest)
}
