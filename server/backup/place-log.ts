import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readLsn, segmentName, segmentStart } from '../platform/replication.ts'
import { BackupError } from './backup-error.ts'
import type { BackupStore } from './backup-store.ts'
import type { Manifest } from './manifest.ts'

/** Where kept segments of the log are: of one database system, by the name PostgreSQL gives them. */
export const logFolder = (systemId: string): string => `log/${systemId}/`

/** A whole segment, or the beginning of one up to an offset: `000000010000000000000003.00a41b20`. */
export function readLogKey(key: string): { segment: string; upTo: number | null } | undefined {
  const found = /\/([0-9A-F]{24})(?:\.([0-9a-f]{8}))?$/.exec(key)
  return found === null
    ? undefined
    : { segment: found[1] ?? '', upTo: found[2] === undefined ? null : Number.parseInt(found[2], 16) }
}

/**
 * Puts the log that was kept since the copy began beside the copied files, where PostgreSQL looks for it. A gap is refused: what
 * comes after it could not be reached. Returns how many segments there are.
 */
export async function placeLog(data: string, store: BackupStore, manifest: Manifest): Promise<number> {
  const { id, timeline, segmentBytes, start } = manifest.system
  const first = segmentName(timeline, readLsn(start), segmentBytes)
  const kept = await newestPieces(store, id, first)
  let expected = segmentStart(first, segmentBytes)
  for (const { segment, key } of kept) {
    if (segmentStart(segment, segmentBytes) !== expected) {
      throw new BackupError(
        'log-gap',
        `The kept log has a gap before ${segment}: only the backup itself can be restored.`,
      )
    }
    const bytes = await store.get(key)
    // The rest of a segment that was not full is nothing: PostgreSQL takes that for the end of the log.
    await writeFile(join(data, 'pg_wal', segment), Buffer.concat([bytes], segmentBytes), { mode: 0o600 })
    expected += BigInt(segmentBytes)
  }
  return kept.length
}

/** One piece of each segment from the first on: the whole, or the longest beginning; only the last may be a beginning. */
async function newestPieces(
  store: BackupStore,
  systemId: string,
  first: string,
): Promise<{ segment: string; key: string }[]> {
  const best = new Map<string, { key: string; upTo: number }>()
  for await (const { key } of store.list(logFolder(systemId))) {
    const piece = readLogKey(key)
    const isOurs = piece?.segment.startsWith(first.slice(0, 8)) === true && piece.segment >= first
    if (piece === undefined || !isOurs) {
      continue
    }
    const upTo = piece.upTo ?? Number.POSITIVE_INFINITY
    if (upTo > (best.get(piece.segment)?.upTo ?? -1)) {
      best.set(piece.segment, { key, upTo })
    }
  }
  const pieces = [...best].sort(([a], [b]) => (a < b ? -1 : 1))
  const short = pieces.findIndex(([, { upTo }]) => upTo !== Number.POSITIVE_INFINITY)
  const reach = short === -1 ? pieces : pieces.slice(0, short + 1)
  return reach.map(([segment, { key }]) => ({ segment, key }))
}
