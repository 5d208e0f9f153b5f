// Finding patients by name. Names are sealed, so the database cannot search them: a practice's names are opened once
// (16,000 in about a quarter of a second, in slices that let other requests through) and kept in memory, folded and
// sorted. Each search first reads what changed since, whichever process changed it, so that nothing is out of date.
import { setImmediate } from 'node:timers/promises'
import { limits } from '../../shared/limits.ts'
import type { Context, House } from '../access/context.ts'
import { invalid } from '../platform/problems.ts'
import { foldName, foldSearch, matchesName } from './fold-name.ts'

/** `sortKey` orders by family name, then given name; `words` is what a search is compared with. */
type Entry = { id: string; version: number; sortKey: string; words: string }
type Roster = { openedAt: number; seenUntil: Date; byId: Map<string, Entry>; sorted: Entry[] }

/** The rosters of one server, least recently used first. They hold names: they are never written anywhere. */
const rostersOf = new WeakMap<House, Map<string, Roster>>()

/**
 * The ids of patients whose given and family names begin with the words of `search` (all patients when it is empty), by
 * family name, `count` of them after the patient `afterId`.
 */
export async function searchRoster(
  ctx: Context,
  search: string,
  page: { afterId?: string; count: number },
): Promise<string[]> {
  const roster = await openRoster(ctx)
  const words = foldSearch(search)
  const start = page.afterId === undefined ? 0 : indexAfter(roster, page.afterId)
  const found: string[] = []
  for (const entry of roster.sorted.slice(start)) {
    if (found.length === page.count) {
      break
    }
    if (matchesName(entry.words, words)) {
      found.push(entry.id)
    }
  }
  return found
}

/** By order, not by place: the list may have grown since the page before. */
function indexAfter(roster: Roster, afterId: string): number {
  const after = roster.byId.get(afterId)
  if (after === undefined) {
    throw invalid({ path: 'cursor', code: 'malformed' })
  }
  const index = roster.sorted.findIndex((entry) => inOrder(after, entry) < 0)
  return index === -1 ? roster.sorted.length : index
}

async function openRoster(ctx: Context): Promise<Roster> {
  const practiceId = ctx.actor.practiceId
  const rosters = rostersOf.get(ctx.house) ?? new Map<string, Roster>()
  rostersOf.set(ctx.house, rosters)
  const known = rosters.get(practiceId)
  const isUsable = known !== undefined && ctx.now.getTime() - known.openedAt < limits.rosterMs
  const roster = isUsable ? known : emptyRoster(ctx.now)
  await readChanges(ctx, roster)
  rosters.delete(practiceId)
  rosters.set(practiceId, roster)
  forgetUnused(rosters)
  return roster
}

function emptyRoster(now: Date): Roster {
  return { openedAt: now.getTime(), seenUntil: new Date(0), byId: new Map(), sorted: [] }
}

/** Applies what others have committed since: a row may commit a little later than its clock says. */
async function readChanges(ctx: Context, roster: Roster): Promise<void> {
  const rows = await ctx.tx
    .selectFrom('patients')
    .select(['id', 'version', 'roster_sealed'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('changed_at', '>=', new Date(Math.max(roster.seenUntil.getTime() - limits.rosterOverlapMs, 0)))
    .execute()
  const changed: Entry[] = []
  for (const row of rows.filter(({ id, version }) => (roster.byId.get(id)?.version ?? 0) < version)) {
    changed.push(entryOf(row, ctx.keys.openForPractice('patients.roster_sealed', row, row.roster_sealed)))
    if (changed.length % limits.rosterSliceNames === 0) {
      await setImmediate()
    }
  }
  // All at once from here, so that another search never meets a roster that is half changed.
  if (changed.length > 0) {
    changed.forEach((entry) => roster.byId.set(entry.id, entry))
    roster.sorted = [...roster.byId.values()].toSorted(inOrder)
  }
  roster.seenUntil = ctx.now
}

function entryOf(row: { id: string; version: number }, names: string): Entry {
  const [family = '', given = ''] = names.split('\n')
  const [familyFolded, givenFolded] = [foldName(family), foldName(given)]
  return {
    id: row.id,
    version: row.version,
    sortKey: `${familyFolded.whole}\u0000${givenFolded.whole}`,
    words: `${familyFolded.words}${givenFolded.words}`,
  }
}

function inOrder(a: Entry, b: Entry): number {
  if (a.sortKey !== b.sortKey) {
    return a.sortKey < b.sortKey ? -1 : 1
  }
  return a.id < b.id ? -1 : Number(a.id > b.id)
}

function forgetUnused(rosters: Map<string, Roster>): void {
  let patients = [...rosters.values()].reduce((sum, roster) => sum + roster.byId.size, 0)
  for (const [practiceId, roster] of rosters) {
    if (patients <= limits.rosterPatients || rosters.size === 1) {
      return
    }
    rosters.delete(practiceId)
    patients -= roster.byId.size
  }
}
