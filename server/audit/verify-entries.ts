// Brings events and leaves together by event id, in one pass. As long as both come in the same order nothing is kept; a
// row that has no counterpart yet waits as its hash, so memory grows with the damage and not with the log.
import { limits } from '../../shared/limits.ts'
import type { AuditSource, SourceEvent, SourceLeaf } from './audit-source.ts'
import { leafHash } from '../platform/transparency/merkle.ts'
import type { Findings } from './verify-findings.ts'

export type EntryCounts = { events: number; leaves: number; waitingForSeal: number }
export type EntryCheck = { findings: Findings; counts: EntryCounts; now: Date; unsealedGraceMs: number }

/** Passes the leaves on, in order, having checked each against the payload of its event. */
export async function* checkEntries(source: AuditSource, check: EntryCheck): AsyncGenerator<SourceLeaf> {
  const join = createJoin(check)
  const events = source.events()[Symbol.asyncIterator]()
  try {
    let event = await events.next()
    for await (const leaf of source.leaves()) {
      check.counts.leaves += 1
      if (event.done) {
        join.leafAlone(leaf)
      } else {
        check.counts.events += 1
        join.pair(event.value, leaf)
        event = await events.next()
      }
      yield leaf
    }
    for (; !event.done; event = await events.next()) {
      check.counts.events += 1
      join.eventAlone(event.value)
    }
  } finally {
    await events.return?.()
  }
  await settle(join.unmatched(), source, check)
}

type WaitingEvent = { hash: Buffer; at: Date }
type Unmatched = { leaves: Map<string, SourceLeaf>; events: Map<string, WaitingEvent> }

function createJoin({ findings }: EntryCheck) {
  const leaves = new Map<string, SourceLeaf>()
  const events = new Map<string, WaitingEvent>()

  function compare(leaf: SourceLeaf, hash: Buffer): void {
    if (!hash.equals(leaf.leaf)) {
      findings.note('payload-differs', leaf.index, { detail: `event ${leaf.eventId}` })
    }
  }
  function eventAlone(event: SourceEvent): void {
    const hash = leafHash(event.payload)
    const leaf = leaves.get(event.id)
    if (leaf) {
      leaves.delete(event.id)
      compare(leaf, hash)
    } else if (events.has(event.id)) {
      findings.note('event-twice', null, { detail: `event ${event.id}` })
    } else {
      events.set(event.id, { hash, at: event.at })
    }
  }
  function leafAlone(leaf: SourceLeaf): void {
    const event = events.get(leaf.eventId)
    if (event) {
      events.delete(leaf.eventId)
      compare(leaf, event.hash)
    } else if (leaves.has(leaf.eventId)) {
      findings.note('event-twice', leaf.index, { detail: `event ${leaf.eventId}` })
    } else {
      leaves.set(leaf.eventId, leaf)
    }
  }
  return {
    eventAlone,
    leafAlone,
    pair(event: SourceEvent, leaf: SourceLeaf): void {
      if (event.id === leaf.eventId) {
        compare(leaf, leafHash(event.payload))
        return
      }
      eventAlone(event)
      leafAlone(leaf)
    },
    unmatched: (): Unmatched => ({ leaves, events }),
  }
}

/**
 * Says what each row without a counterpart means. A leaf or event that stands elsewhere in the tree as well is a copy,
 * and only a second look at the leaves can tell; a sound log never needs it.
 */
async function settle(unmatched: Unmatched, source: AuditSource, check: EntryCheck): Promise<void> {
  const overdue = new Set<string>()
  for (const [id, { at }] of unmatched.events) {
    // An event from the future is not new either: only a changed row or clock can give it such a time.
    if (Math.abs(check.now.getTime() - at.getTime()) > check.unsealedGraceMs) {
      overdue.add(id)
    } else {
      check.counts.waitingForSeal += 1
    }
  }
  const places = await placesOf([...unmatched.leaves.keys(), ...overdue], source)
  for (const { index, eventId } of unmatched.leaves.values()) {
    const isCopy = (places.get(eventId)?.length ?? 0) > 1
    check.findings.note(isCopy ? 'event-twice' : 'event-gone', index, { detail: `event ${eventId}` })
  }
  for (const id of overdue) {
    const index = places.get(id)?.[0] ?? null
    check.findings.note(index === null ? 'event-unsealed' : 'event-twice', index, { detail: `event ${id}` })
  }
}

/** Where these events stand in the tree, at most two places each. */
async function placesOf(ids: string[], source: AuditSource): Promise<Map<string, number[]>> {
  const places = new Map<string, number[]>(ids.slice(0, limits.auditSuspects).map((id) => [id, []]))
  if (places.size === 0) {
    return places
  }
  for await (const { eventId, index } of source.leaves()) {
    const known = places.get(eventId)
    if (known && known.length < 2) {
      known.push(index)
    }
  }
  return places
}
