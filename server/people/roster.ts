// Finding patients by name. Names are sealed, so the database cannot search them: a practice's names are opened once
// and kept in memory, folded and sorted. Each search first reads the blocks of names that changed since, whichever
// process changed them, so that nothing is out of date.
import { setImmediate } from 'node:timers/promises'
import { limits } from '../../shared/limits.ts'
import type { Context, House } from '../access/context.ts'
import { invalid } from '../platform/problems.ts'
import { foldName, foldSearch, matchesName } from './fold-name.ts'
import { openBlock, type RosterName, selectChangedBlocks } from './roster-block.ts'

/** `sortKey` orders by family name, then given name; `words` is what a search is compared with. */
type Entry = { id: string; block: number; sortKey: string; words: string }
type Roster = { openedAt: number; versions: Map<number, number>; sorted: Entry[] }

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
  const found: string[] = []
  for (const entry of page.afterId === undefined ? roster.sorted : entriesAfter(roster, page.afterId)) {
    if (found.length === page.count) {
      break
    }
    if (matchesName(entry.words, words)) {
      found.push(entry.id)
    }
  }
  return found
}

function entriesAfter(roster: Roster, id: string): Entry[] {
  const index = roster.sorted.findIndex((entry) => entry.id === id)
  if (index === -1) {
    throw invalid({ path: 'cursor', code: 'malformed' })
  }
  return roster.sorted.slice(index + 1)
}

async function openRoster(ctx: Context): Promise<Roster> {
  const practiceId = ctx.actor.practiceId
  const rosters = rostersOf.get(ctx.house) ?? new Map<string, Roster>()
  rostersOf.set(ctx.house, rosters)
  const known = rosters.get(practiceId)
  const isUsable = known !== undefined && ctx.now.getTime() - known.openedAt < limits.rosterMs
  const roster = isUsable ? known : { openedAt: ctx.now.getTime(), versions: new Map<number, number>(), sorted: [] }
  await readChanges(ctx, roster)
  rosters.delete(practiceId)
  rosters.set(practiceId, roster)
  forgetUnused(rosters)
  return roster
}

async function readChanges(ctx: Context, roster: Roster): Promise<void> {
  const known = [...roster.versions].map(([number, version]) => ({ number, version }))
  const blocks = await selectChangedBlocks({ tx: ctx.tx, practiceId: ctx.actor.practiceId }, known)
  if (blocks.length === 0) {
    return
  }
  const changed: Entry[] = []
  let opened = 0
  for (const block of blocks) {
    const names = openBlock(ctx.keys, block)
    changed.push(...names.map((name) => entryOf(name, block.number)))
    opened += names.length
    if (opened > limits.rosterSliceNames) {
      opened = 0
      await setImmediate()
    }
  }
  // All at once from here, so that another search never meets a roster that is half changed; nor one set back by a
  // search that was slower: a block already known at a later version stays.
  const newer = new Map(blocks.map(({ number, version }) => [number, version]))
  for (const [number, version] of newer) {
    if ((roster.versions.get(number) ?? 0) >= version) {
      newer.delete(number)
    } else {
      roster.versions.set(number, version)
    }
  }
  roster.sorted = [
    ...roster.sorted.filter((entry) => !newer.has(entry.block)),
    ...changed.filter((entry) => newer.has(entry.block)),
  ].toSorted(inOrder)
}

function entryOf(name: RosterName, block: number): Entry {
  const family = foldName(name.familyName)
  const given = foldName(name.givenName)
  return {
    id: name.id,
    block,
    sortKey: `${family.whole}\u0000${given.whole}`,
    words: `${family.words}${given.words}`,
  }
}

function inOrder(a: Entry, b: Entry): number {
  if (a.sortKey !== b.sortKey) {
    return a.sortKey < b.sortKey ? -1 : 1
  }
  return a.id < b.id ? -1 : Number(a.id > b.id)
}

function forgetUnused(rosters: Map<string, Roster>): void {
  let patients = [...rosters.values()].reduce((sum, roster) => sum + roster.sorted.length, 0)
  for (const [practiceId, roster] of rosters) {
    if (patients <= limits.rosterPatients || rosters.size === 1) {
      return
    }
    rosters.delete(practiceId)
    patients -= roster.sorted.length
  }
}
