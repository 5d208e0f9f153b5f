// `threadwell audit verify`, without the database: recomputes everything that the log claims and says what does not hold.
// docs/audit.md gives the formats, the order of the verdicts, and what only a witness can show.
import assert from 'node:assert/strict'
import { limits } from '../../shared/limits.ts'
import type { AuditSource } from './audit-source.ts'
import { emptyEdge } from '../platform/transparency/merkle.ts'
import { checkpointVerifier } from './checkpoint.ts'
import { checkEntries } from './verify-entries.ts'
import { createFindings, describe, exitCodes, firstBadIndex } from './verify-findings.ts'
import type { Finding, Findings, Verdict } from './verify-findings.ts'
import { checkSeals } from './verify-seals.ts'
import type { Seal } from './verify-seals.ts'
import { checkTree } from './verify-tree.ts'

export type VerifyOptions = {
  /** The log's identity, checkpointOrigin(deployment, practice): another practice's log must not pass for this one. */
  origin: string
  /** Ed25519, 32 bytes each: the key in use and every retired one. */
  publicKeys: readonly Uint8Array[]
  now: Date
  unsealedGraceMs?: number
  /** A witness's copy: notes, one after the other; those of other logs are passed over. */
  witness?: string
  /** Whether the practice is known from elsewhere, so that an empty log is a loss. */
  isKnown?: boolean
  /** Also hold the stored content against what the log recorded. */
  deep?: boolean
}

/** The outcome of a verification. It is plain JSON, and holds ids and numbers only. */
export type VerifyReport = {
  verdict: Verdict
  exitCode: number
  origin: string
  firstBadIndex: number | null
  counts: Counts
  /** The largest signed checkpoint that the leaves give; the root in base64. */
  verified: { size: number; root: string } | null
  findings: Finding[]
  lines: string[]
}
export type Counts = {
  events: number
  leaves: number
  checkpoints: number
  witnessCheckpoints: number
  waitingForSeal: number
  contents: number
}

/** Verifies one practice's log. Damage is reported, never thrown; only a source that breaks its contract throws. */
export async function verifyPractice(source: AuditSource, options: VerifyOptions): Promise<VerifyReport> {
  const { origin, publicKeys, now, witness, unsealedGraceMs = limits.auditUnsealedGraceMs } = options
  const findings = createFindings()
  const counts = { events: 0, leaves: 0, checkpoints: 0, witnessCheckpoints: 0, waitingForSeal: 0, contents: 0 }
  const verifier = checkpointVerifier(origin, publicKeys)
  const seals = checkSeals(source, { findings, counts, verifier, witness })
  const leaves = checkEntries(source, { findings, counts, now, unsealedGraceMs })
  const verified = await checkTree(leaves, seals, { findings, start: source.start ?? emptyEdge() })
  if (options.isKnown && counts.events + counts.leaves + counts.checkpoints === 0) {
    findings.note('log-gone', 0)
  }
  if (options.deep) {
    counts.contents = await checkContents(source, findings)
  }
  return report({ origin, counts, verified, found: findings.list() })
}

async function checkContents(source: AuditSource, findings: Findings): Promise<number> {
  assert(source.contentHashes, 'a deep verification needs a source that reads content hashes')
  let contents = 0
  for await (const { eventId, object, stored, expected } of source.contentHashes()) {
    contents += 1
    if (!stored?.equals(expected)) {
      findings.note(stored ? 'content-differs' : 'content-gone', null, { detail: `${object}, event ${eventId}` })
    }
  }
  return contents
}

type Outcome = { origin: string; counts: Counts; verified: Seal | null; found: Finding[] }

function report({ origin, counts, verified, found }: Outcome): VerifyReport {
  const verdict = found[0]?.damage ?? 'ok'
  return {
    verdict,
    exitCode: exitCodes[verdict],
    origin,
    firstBadIndex: firstBadIndex(found),
    counts,
    verified: verified && { size: verified.size, root: verified.root.toString('base64') },
    findings: found,
    lines: [...found.map(describe), summary(counts, verified), `verdict: ${verdict}`],
  }
}

function summary(counts: Counts, verified: Seal | null): string {
  const reach = verified ? `the signed root of size ${verified.size} holds` : 'no signed root holds'
  return [
    `${counts.events} events, ${counts.leaves} leaves, ${counts.checkpoints} checkpoints`,
    `${counts.witnessCheckpoints} witness checkpoints, ${counts.contents} contents compared`,
    `${counts.waitingForSeal} new events wait for their seal`,
    reach,
  ].join('; ')
}
