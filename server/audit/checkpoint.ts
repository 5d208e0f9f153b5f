// Checkpoints (C2SP tlog-checkpoint): a signed note that says how large a practice's log is and what its root is. Three
// lines: `<deployment>/<practice>/audit`, the size, the root in base64. The key's name is the origin.
import assert from 'node:assert/strict'
import type { KeyObject } from 'node:crypto'
import { limits } from '../../shared/limits.ts'
import { hashBytes } from '../platform/transparency/merkle.ts'
import {
  decodeBase64,
  isKeyName,
  NoteError,
  noteVerifier,
  parseNote,
  signNote,
  verifyNote,
} from '../platform/transparency/signed-note.ts'
import type { NoteVerifier } from '../platform/transparency/signed-note.ts'

/** The log's identity, its size in entries, and the root of its tree, 32 bytes. */
export type Checkpoint = { origin: string; size: number; root: Buffer }

/** The identity of one practice's log. The deployment's name must stay the same for as long as the log lives. */
export function checkpointOrigin(deployment: string, practiceId: string): string {
  assert(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(deployment), 'a deployment is named like a host')
  assert(/^[0-9a-f-]{36}$/.test(practiceId), 'a practice is named by its UUID')
  return `${deployment}/${practiceId}/audit`
}

/** The checkpoint as a note signed under its origin. */
export function signCheckpoint({ origin, size, root }: Checkpoint, privateKey: KeyObject): string {
  assert(isTreeSize(size) && root.length === hashBytes, 'a checkpoint has a size and a root of 32 bytes')
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, { name: origin, privateKey })
}

/** What a note claims as a checkpoint, unverified; throws NoteError where the format is not met. */
export function parseCheckpoint(note: string): Checkpoint {
  return readBody(parseNote(note).text)
}

/** Trusts checkpoints of this log by any of these Ed25519 public keys, 32 bytes each. */
export function checkpointVerifier(origin: string, publicKeys: readonly Uint8Array[]): NoteVerifier {
  return noteVerifier(origin, publicKeys)
}

/** The checkpoint of a note that a trusted key signed for this very log; throws NoteError. */
export function verifyCheckpoint(note: string, verifier: NoteVerifier): Checkpoint {
  const checkpoint = readBody(verifyNote(note, verifier))
  if (checkpoint.origin !== verifier.name) {
    throw new NoteError('wrong-origin', 'this checkpoint belongs to another log')
  }
  return checkpoint
}

/** Exactly three lines: tlog-checkpoint allows more, but none of ours has them and nothing could audit them. */
function readBody(text: string): Checkpoint {
  const [origin = '', sizeText = '', rootText = '', ...rest] = text.slice(0, -1).split('\n')
  const size = /^(0|[1-9][0-9]*)$/.test(sizeText) ? Number(sizeText) : NaN
  const root = decodeBase64(rootText)
  if (!isKeyName(origin) || !isTreeSize(size) || root?.length !== hashBytes || rest.length > 0) {
    throw new NoteError('malformed', 'this note is not a checkpoint')
  }
  return { origin, size, root }
}

function isTreeSize(size: number): boolean {
  return Number.isSafeInteger(size) && 0 <= size && size <= limits.auditTreeLeaves
}
