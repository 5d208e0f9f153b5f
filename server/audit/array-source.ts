import type { AuditSource, SourceCheckpoint, SourceContent, SourceEvent, SourceLeaf } from './audit-source.ts'

export type LogRows = {
  events: SourceEvent[]
  leaves: SourceLeaf[]
  checkpoints: SourceCheckpoint[]
  contents: SourceContent[]
}

/** A log held in arrays, read in the order in which the database would give its rows, whatever order they are in. */
export function arraySource(rows: LogRows): AuditSource {
  const leaves = rows.leaves.toSorted((a, b) => a.index - b.index)
  const place = new Map(leaves.map(({ eventId, index }) => [eventId, index]))
  const placeOf = ({ id }: SourceEvent): number => place.get(id) ?? Number.MAX_SAFE_INTEGER
  const events = rows.events.toSorted((a, b) => placeOf(a) - placeOf(b))
  const checkpoints = rows.checkpoints.toSorted((a, b) => a.size - b.size)
  return {
    events: () => each(events),
    leaves: () => each(leaves),
    checkpoints: () => each(checkpoints),
    contentHashes: () => each(rows.contents),
  }
}

async function* each<T>(items: T[]): AsyncGenerator<T> {
  yield* items
}
