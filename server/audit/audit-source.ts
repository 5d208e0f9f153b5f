import type { RightEdge } from '../platform/transparency/merkle.ts'

/** An event as it was written: its id, the row's time, and the payload's exact bytes. */
export type SourceEvent = { id: string; at: Date; payload: Buffer }
/** A place in the tree: its index, the event that stands there, and the leaf hash stored for it. */
export type SourceLeaf = { index: number; eventId: string; leaf: Buffer }
/** A checkpoint row: what it says of itself, and the signed note. */
export type SourceCheckpoint = { size: number; root: Buffer; note: string }
/** For one piece of content: the hash that the log last recorded for it, and the hash of what is stored (null: gone). */
export type SourceContent = { eventId: string; object: string; stored: Buffer | null; expected: Buffer }

/**
 * One practice's log as one unchanging view (one repeatable-read snapshot, or one export). Each method may be called
 * more than once and starts anew.
 */
export type AuditSource = {
  /** Where it begins, if not at the first leaf: the tree of all leaves before. What was sealed there is left out. */
  start?: RightEdge
  /** Each event row once. Any order is right; the leaves' order, with the unsealed last, needs the least memory. */
  events(): AsyncIterable<SourceEvent>
  /** Each leaf row once, by index. */
  leaves(): AsyncIterable<SourceLeaf>
  /** Each checkpoint row once, by size. */
  checkpoints(): AsyncIterable<SourceCheckpoint>
  /** For a deep verification. */
  contentHashes?(): AsyncIterable<SourceContent>
}
