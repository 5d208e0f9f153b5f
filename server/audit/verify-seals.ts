// Every checkpoint that a trusted key signed for this log, from the log's own table and from a witness's copy, as one
// stream by size. Whatever cannot be trusted becomes a finding and is left out.
import type { AuditSource } from './audit-source.ts'
import { verifyCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { NoteError } from '../platform/transparency/signed-note.ts'
import type { NoteVerifier } from '../platform/transparency/signed-note.ts'
import type { Findings } from './verify-findings.ts'

export type Seal = { size: number; root: Buffer }
export type SealCounts = { checkpoints: number; witnessCheckpoints: number }
export type SealCheck = { findings: Findings; counts: SealCounts; verifier: NoteVerifier; witness: string | undefined }

/** The seals by size; of one size, the log's own before the witness's. */
export async function* checkSeals(source: AuditSource, check: SealCheck): AsyncGenerator<Seal> {
  const from = source.start?.size ?? 0
  const witnessed = readWitness(check).filter(({ size }) => size >= from)
  let next = 0
  let newest = -1
  for await (const seal of ownSeals(source, check)) {
    for (let other = witnessed[next]; other && other.size < seal.size; other = witnessed[next]) {
      yield other
      next += 1
    }
    newest = seal.size
    yield seal
  }
  yield* witnessed.slice(next)
  const newestWitnessed = witnessed.at(-1)?.size ?? -1
  if (newestWitnessed > newest) {
    check.findings.note('checkpoint-gone', Math.max(newest, 0), { detail: `the witness's size is ${newestWitnessed}` })
  }
}

async function* ownSeals(source: AuditSource, { findings, counts, verifier }: SealCheck): AsyncGenerator<Seal> {
  let previous = -1
  for await (const { size, root, note } of source.checkpoints()) {
    if (size < previous) {
      throw new Error('an audit source gives its checkpoints by size')
    }
    previous = size
    counts.checkpoints += 1
    const signed = trusted(note, verifier)
    if (signed instanceof NoteError) {
      findings.note('signature-bad', null, { detail: `the checkpoint of size ${size}: ${signed.message}` })
    } else if (signed.size !== size || !signed.root.equals(root)) {
      findings.note('row-differs', null, { detail: `the checkpoint of size ${size}` })
    } else {
      yield { size, root }
    }
  }
}

/** The witness's checkpoints of this log, by size. Other logs' checkpoints may stand in the same file. */
function readWitness({ findings, counts, verifier, witness }: SealCheck): Seal[] {
  if (witness === undefined) {
    return []
  }
  const seals: Seal[] = []
  let ofThisLog = 0
  for (const [note] of witness.replaceAll('\r\n', '\n').matchAll(notesInText)) {
    if (!note.startsWith(`${verifier.name}\n`)) {
      continue
    }
    ofThisLog += 1
    const signed = trusted(note, verifier)
    if (signed instanceof NoteError) {
      findings.note('witness-bad', null, { detail: signed.message })
    } else {
      seals.push({ size: signed.size, root: signed.root })
    }
  }
  counts.witnessCheckpoints = ofThisLog
  if (ofThisLog === 0) {
    findings.note('witness-empty', null)
  }
  return seals.toSorted((a, b) => a.size - b.size)
}

/**
 * Anything in a text that has a checkpoint's lines. A witness copy is notes one after the other, perhaps with the lines
 * of the mail that brought them, perhaps with a last one torn by a power cut.
 */
const notesInText = /^[^\n]+\n[0-9]+\n[A-Za-z0-9+/]{43}=\n\n(?:— [^\n]+\n)+/gm

function trusted(note: string, verifier: NoteVerifier): Checkpoint | NoteError {
  try {
    return verifyCheckpoint(note, verifier)
  } catch (error) {
    if (error instanceof NoteError) {
      return error
    }
    throw error
  }
}
