import type { audit as api } from '../../shared/api/audit.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { AuditEntry } from '../access/audit-entry.ts'
import { permitAudit } from '../access/audit-log.ts'
import type { Context } from '../access/context.ts'
import { type PersonReference, practitionerNames } from '../access/names.ts'
import { isUuidv7 } from '../platform/ids.ts'
import { invalid } from '../platform/problems.ts'
import { findEvents } from './find-events.ts'
import { readEntry } from './terms.ts'

type Page = ResultOf<typeof api.listAccess>
type Item = Page['items'][number]

/**
 * What people of the clinic did with this patient's record, newest first, one row for what one of them did again and again on
 * one day. Pages end with a day, so that no row stands on two of them. The patient's own acts are not listed.
 */
export async function listAccess(ctx: Context, input: InputOf<typeof api.listAccess>): Promise<Page> {
  permitAudit(ctx, 'audit.own')
  if (input.cursor !== undefined && !isUuidv7(input.cursor)) {
    throw invalid({ path: 'cursor', code: 'malformed' })
  }
  const [staff, dayOf, read] = await Promise.all([
    practitionerNames(ctx),
    calendarOf(ctx),
    readUses(ctx, input.cursor),
    recordAudit(ctx, 'audit.own', { patients: [ctx.actor.id ?? ''], info: ['audit'] }),
  ])
  const days = [...Map.groupBy(read.uses, ({ entry }) => dayOf.format(new Date(entry.at))).values()]
  // The oldest day may go on behind what was read; alone, it is shown as far as it goes.
  const isCut = read.next !== null && days.length > 1
  const whole = isCut ? days.slice(0, -1) : days
  const shown = takeDays(whole, input.limit ?? limits.pageRows)
  const isAll = shown.length === whole.length && !isCut
  return {
    items: shown.flatMap((uses) => group(uses, staff)),
    nextCursor: isAll ? read.next : (shown.at(-1)?.at(-1)?.id ?? null),
  }
}

type Use = { id: string; entry: AuditEntry }

/** Enough events to fill a page, most likely: the patient's own are passed over. `next` is null at the end of the log. */
async function readUses(ctx: Context, cursor: string | undefined): Promise<{ uses: Use[]; next: string | null }> {
  const uses: Use[] = []
  let before = cursor
  for (let reads = 0; reads < limits.accessLogReads; reads++) {
    const terms = [ctx.actor.id ?? '']
    const found = await findEvents(ctx.tx, ctx.actor.practiceId, { terms, before, count: limits.accessLogEvents })
    for (const { id, payload } of found) {
      const entry = readEntry(payload)
      if (entry !== null && isUse(entry)) {
        uses.push({ id, entry })
      }
    }
    before = found.at(-1)?.id
    if (found.length < limits.accessLogEvents || before === undefined) {
      return { uses, next: null }
    }
    if (uses.length >= limits.accessLogEvents) {
      break
    }
  }
  return { uses, next: before ?? null }
}

/** Reading moves a mark besides, which says nothing more. */
function isUse({ actor, act, outcome }: AuditEntry): boolean {
  return actor.kind === 'practitioner' && act !== 'message.read' && outcome === 0
}

/** Whole days, until there are enough rows. */
function takeDays(days: Use[][], rows: number): Use[][] {
  const shown: Use[][] = []
  let count = 0
  for (const uses of days) {
    if (count >= rows) {
      break
    }
    shown.push(uses)
    count += new Set(uses.map(keyOf)).size
  }
  return shown
}

/** One day's uses by person, act, conversation, and whether a reason was stated; each at its last time. */
function group(uses: Use[], staff: Map<string, PersonReference>): Item[] {
  return [...Map.groupBy(uses, keyOf).values()].flatMap((same) => {
    const [newest] = same
    if (newest === undefined) {
      return []
    }
    const { actor, act, at, reason } = newest.entry
    return {
      at: new Date(at),
      times: same.length,
      actor: staff.get(actor.member ?? '') ?? null,
      act,
      conversationId: conversationOf(newest.entry),
      hadReason: reason !== undefined,
    }
  })
}

function keyOf({ entry }: Use): string {
  return [entry.actor.member, entry.act, conversationOf(entry), entry.reason !== undefined].join(' ')
}

function conversationOf({ object }: AuditEntry): string | null {
  return object?.type === 'conversation' ? object.id : null
}

/** Days are those of the clinic. */
async function calendarOf(ctx: Context): Promise<Intl.DateTimeFormat> {
  const { time_zone: timeZone } = await ctx.tx
    .selectFrom('practices')
    .select('time_zone')
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
}
