// Finding. Words are looked for in segments, outside any transaction and in another thread, which answers ids alone; what
// is shown of them is decided, opened and recorded in one last transaction, as it is for any list.
import { z } from 'zod'
import type { InputOf, ResultOf, WireResultOf } from '../../shared/endpoint.ts'
import type { search as api } from '../../shared/api/search.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { canSearch, isRestricted } from '../access/conversations.ts'
import { practitionerNames } from '../access/names.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { forbidden, invalid } from '../platform/problems.ts'
import { findMessages, type FoundMessages } from './find-messages.ts'
import { type After, conversationPage, messagePage } from './found-page.ts'
import { type FoundRow, selectFound, viewFound } from './found-rows.ts'
import { afterAll } from './hit.ts'
import type { Scanner } from './scanner.ts'
import { packAnew } from './search-state.ts'
import { readWords } from './search-words.ts'

type Input = InputOf<typeof api.search>
type Result = ResultOf<typeof api.search>
type Answer = WireResultOf<typeof api.search>
/** One search's way into its transactions: those that only look, and the one that shows, which is recorded. */
export type Steps = {
  look: <T>(work: (ctx: Context) => Promise<T>) => Promise<T>
  show: (work: (ctx: Context) => Promise<Result>) => Promise<Answer>
}

const Cursor = z.tuple([z.iso.datetime(), z.uuid()])

export async function search(steps: Steps, scanner: Scanner, input: Input, isGone: () => boolean): Promise<Answer> {
  const words = input.words === undefined ? [] : readWords(input.words)
  const after = readCursor(input.cursor, Cursor)
  if (words.length === 0) {
    assertCondition(input)
    return steps.show((ctx) => showConversations(permitSearch(ctx), input, after))
  }
  const practiceId = await steps.look(async (ctx) => permitSearch(ctx).actor.practiceId)
  const found = await scanner.inTurn(practiceId, () =>
    findMessages(steps.look, scanner, { input, words, after, size: sizeOf(input), isGone }),
  )
  return steps.show((ctx) => showMessages(permitSearch(ctx), { input, words, after, found }))
}

/** 403 before anything is looked up. */
function permitSearch(ctx: Context): Context {
  if (!canSearch(ctx.actor)) {
    throw forbidden()
  }
  return ctx
}

/** Neither words nor a condition would list the whole practice. */
function assertCondition({ cursor: _cursor, limit: _limit, ...conditions }: Input): void {
  const { words: _words, ...filters } = conditions as Record<string, unknown>
  const names = [
    'patientId',
    'topicId',
    'practitionerId',
    'status',
    'outcome',
    'labelId',
    'hasAttachment',
    'from',
    'until',
  ]
  if (!names.some((name) => filters[name] !== undefined)) {
    throw invalid({ path: 'words', code: 'empty' })
  }
}

function sizeOf(input: Input): number {
  return input.limit ?? limits.pageRows
}

async function showConversations(ctx: Context, input: Input, after: After): Promise<Result> {
  const size = sizeOf(input)
  const rows = await selectFound(ctx, conversationPage(ctx, input, after, size + 1).as('page'))
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return {
    items: await show(ctx, shown, []),
    nextCursor: rows.length > size && last !== undefined ? cursorAt(last.at, last.id) : null,
    coverage: 'whole',
  }
}

type Shown = { input: Input; words: string[]; after: After; found: FoundMessages }

async function showMessages(ctx: Context, { input, words, after, found }: Shown): Promise<Result> {
  const size = sizeOf(input)
  const all = await selectFound(ctx, messagePage(ctx, input, found.ids, after, size + 1).as('page'))
  // The next page begins with everything of the instant up to which this one was looked through.
  const rows = all.filter((row) => found.stoppedAt === null || row.at > found.stoppedAt)
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  if (found.damaged.length > 0) {
    const { practiceId } = ctx.actor
    ctx.house.log.error(
      { practiceId, segmentIds: found.damaged },
      'segments of the search did not open; all are made anew',
    )
    await packAnew(ctx, found.generation, found.damaged)
  }
  return {
    items: await show(ctx, shown, words),
    nextCursor:
      rows.length > size && last !== undefined
        ? cursorAt(last.at, last.message_id)
        : found.stoppedAt === null
          ? null
          : cursorAt(found.stoppedAt, afterAll),
    coverage: coverageOf(found),
  }
}

/** Rows as their reader may see them; whose they are is recorded, and never what was looked for. */
async function show(ctx: Context, rows: FoundRow[], words: string[]): Promise<Result['items']> {
  const [staff] = await Promise.all([practitionerNames(ctx), ctx.keys.load(rows.map((row) => row.patient_id))])
  const items = rows.flatMap((row) => viewFound(ctx, row, { staff, words }) ?? [])
  await recordAudit(ctx, 'conversation.search', {
    patients: [...new Set(items.map(({ patient }) => patient.id))],
    info: ['search-hit', rows.some((row) => isRestricted(ctx.actor, row)) ? 'subject' : 'message'],
  })
  return items
}

function coverageOf({ stoppedAt, damaged, isWhole }: FoundMessages): Result['coverage'] {
  if (stoppedAt !== null) {
    return 'stopped'
  }
  return isWhole && damaged.length === 0 ? 'whole' : 'preparing'
}

function cursorAt(at: Date, id: string): string {
  return writeCursor([at.toISOString(), id])
}
