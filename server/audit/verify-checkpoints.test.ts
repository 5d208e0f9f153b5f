// Checkpoints and the witness's copy of them: what is not signed by a trusted key for this very log proves nothing and is
// said, and two signed checkpoints that contradict each other show that the key was used for two histories.
import { describe, expect, it } from 'vitest'
import { arraySource } from './array-source.ts'
import type { LogRows } from './array-source.ts'
import { checkpointOrigin, signCheckpoint } from './checkpoint.ts'
import { leafHash } from '../platform/transparency/merkle.ts'
import {
  at,
  copyOf,
  keyOf,
  origin,
  relay,
  rewrite,
  sealAll,
  sealedAt,
  sealedLog,
  witnessOf,
} from './sealed-log.fixture.ts'
import { rawPublicKey } from '../platform/transparency/signed-note.ts'
import { exitCodes } from './verify-findings.ts'
import type { Verdict } from './verify-findings.ts'
import { verifyPractice } from './verify.ts'
import type { VerifyReport } from './verify.ts'

type Tampering = [name: string, tamper: (log: LogRows) => unknown, verdict: Verdict, firstBadIndex: number | null]
const honest = sealedLog(30)
const witness = witnessOf(honest)

describe('checkpoints', () => {
  const variants: Tampering[] = [
    [
      'a root is changed in the row alone',
      (log) => (at(log.checkpoints, 1).root = leafHash(Buffer.of())),
      'altered',
      null,
    ],
    ['a size is changed in the row alone', (log) => (at(log.checkpoints, 1).size = 15), 'altered', null],
    ['a note is changed', (log) => changeNote(log, (note) => note.replace('\n16\n', '\n17\n')), 'signature', null],
    ['a note is emptied', (log) => changeNote(log, () => ''), 'signature', null],
    ['a note is signed by another key', (log) => resign(log, { key: keyOf(2) }), 'signature', null],
    ['a note is signed for another practice', (log) => resign(log, { practice: 'b' }), 'signature', null],
    ['a tree is rebuilt without the key', (log) => forge(log), 'signature', 8],
    ['only the newest root is signed anew, with the key', (log) => signNewestAnew(log), 'fork', 8],
    ['one root below the newest is signed falsely', (log) => resign(log, { root: leafHash(Buffer.of()) }), 'fork', 8],
  ]
  it.each(variants)('%s', async (_name, tamper, verdict, firstBadIndex) => {
    const report = await verify(tampered(tamper))
    expect(report).toMatchObject({ verdict, exitCode: exitCodes[verdict], firstBadIndex })
  })

  it('that a witness alone holds are missing from the log', async () => {
    const report = await verify(
      tampered((log) => log.checkpoints.pop()),
      { witness },
    )
    expect(report).toMatchObject({ verdict: 'missing', firstBadIndex: 24, findings: [{ kind: 'checkpoint-gone' }] })
  })
})

describe('a witness copy', () => {
  it('may hold other logs, the lines of a mail, Windows line ends, and a torn last note', async () => {
    const other = signCheckpoint({ origin: 'x/y/audit', size: 3, root: leafHash(Buffer.of()) }, keyOf(2))
    const text = `Subject: checkpoint\n\n${other}\n${witness}\n${witness.slice(0, 90)}`.replaceAll('\n', '\r\n')
    const report = await verify(honest, { witness: text })
    expect(report).toMatchObject({ verdict: 'ok', counts: { witnessCheckpoints: 4 } })
  })

  it.each<[string, string, Verdict]>([
    ['is empty', '', 'signature'],
    ['is of another log', witness.replaceAll('messages.', 'other.'), 'signature'],
    [
      'was signed by a stranger',
      witnessOf({ ...honest, checkpoints: sealAll(honest, { key: keyOf(2) }) }),
      'signature',
    ],
    ['holds a changed note', witness.replace('\n16\n', '\n17\n'), 'signature'],
  ])('that %s proves nothing, and that is said', async (_name, text, verdict) => {
    expect(await verify(honest, { witness: text })).toMatchObject({ verdict, exitCode: exitCodes[verdict] })
  })
})

function verify(log: LogRows, more: { witness?: string } = {}): Promise<VerifyReport> {
  const now = new Date(sealedAt.getTime() + 3_600_000)
  return verifyPractice(arraySource(log), { origin, publicKeys: [rawPublicKey(keyOf(1))], now, ...more })
}

function tampered(tamper: (log: LogRows) => unknown): LogRows {
  const log = copyOf(honest)
  tamper(log)
  return log
}

function changeNote(log: LogRows, change: (note: string) => string): void {
  const row = at(log.checkpoints, 1)
  row.note = change(row.note)
}

/** Puts another signed note into the second checkpoint's row; row and note agree. */
function resign(log: LogRows, { key = keyOf(1), practice = 'a', root = at(log.checkpoints, 1).root }): void {
  const ofPractice = checkpointOrigin('messages.clinic.example', `018f0000-0000-7000-8000-00000000${practice}001`)
  const note = signCheckpoint({ origin: ofPractice, size: 16, root }, key)
  log.checkpoints[1] = { size: 16, root, note }
}

/** A history consistent in itself from the changed entry on, signed with a key that nobody trusts. */
function forge(log: LogRows): void {
  rewrite(log, 12)
  relay(log)
  log.checkpoints.splice(1, 3, ...sealAll(log, { key: keyOf(2) }).slice(1))
}

function signNewestAnew(log: LogRows): void {
  rewrite(log, 12)
  relay(log)
  log.checkpoints.splice(3, 1, ...sealAll(log).slice(3))
}
