// A small log for tests, made with the same functions as a real one: entries, their tree, a signed checkpoint every few.
import { createPrivateKey, hash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { LogRows } from './array-source.ts'
import { checkpointOrigin, signCheckpoint } from './checkpoint.ts'
import { writeAuditEntry } from '../access/audit-entry.ts'
import { appendLeaf, edgeRoot, emptyEdge, leafHash } from '../platform/transparency/merkle.ts'

export const practiceId = '018f0000-0000-7000-8000-00000000a001'
export const origin = checkpointOrigin('messages.clinic.example', practiceId)
/** When the log's last entry was made; an entry a minute before it. */
export const sealedAt = new Date('2026-03-02T15:00:00Z')

/** A log of so many entries with a checkpoint after every `every` of them and after the last. */
export function sealedLog(
  size: number,
  { every = 8, key = keyOf(1) }: { every?: number; key?: KeyObject } = {},
): LogRows {
  const rows: LogRows = { events: [], leaves: [], checkpoints: [], contents: [] }
  for (let index = 0; index < size; index += 1) {
    const at = new Date(sealedAt.getTime() - (size - 1 - index) * 60_000)
    const event = { id: idOf(index), at, payload: payloadOf(index, at) }
    rows.events.push(event)
    rows.leaves.push({ index, eventId: event.id, leaf: leafHash(event.payload) })
    const envelope = hash('sha256', `envelope ${index}`, 'buffer')
    rows.contents.push({ eventId: event.id, object: `message.body ${event.id}`, stored: envelope, expected: envelope })
  }
  rows.checkpoints = sealAll(rows, { every, key })
  return rows
}

/** Rows of its own, so that a test can change them; the bytes in them are never changed in place. */
export function copyOf(log: LogRows): LogRows {
  return {
    events: log.events.map((row) => ({ ...row })),
    leaves: log.leaves.map((row) => ({ ...row })),
    checkpoints: log.checkpoints.map((row) => ({ ...row })),
    contents: log.contents.map((row) => ({ ...row })),
  }
}

/** Another payload under the same id, as if something else had happened. */
export function rewrite(log: LogRows, index: number): void {
  at(log.events, index).payload = payloadOf(index + 1000, sealedAt)
}

/** Numbers the leaves from 0 again, in their order, and takes their hashes from the events: a rewritten history. */
export function relay(rows: LogRows): void {
  const payloads = new Map(rows.events.map(({ id, payload }) => [id, payload]))
  rows.leaves = rows.leaves.map(({ eventId, leaf }, index) => {
    const payload = payloads.get(eventId)
    return { index, eventId, leaf: payload ? leafHash(payload) : leaf }
  })
}

/** Signed checkpoints for the leaves as they stand. */
export function sealAll({ leaves }: LogRows, { every = 8, key = keyOf(1) } = {}): LogRows['checkpoints'] {
  const edge = emptyEdge()
  const checkpoints: LogRows['checkpoints'] = []
  for (const { leaf } of leaves) {
    appendLeaf(edge, leaf)
    if (edge.size % every === 0 || edge.size === leaves.length) {
      const root = edgeRoot(edge)
      checkpoints.push({ size: edge.size, root, note: signCheckpoint({ origin, size: edge.size, root }, key) })
    }
  }
  return checkpoints
}

/** The notes one after the other, as a witness keeps them. */
export function witnessOf({ checkpoints }: LogRows): string {
  return checkpoints.map(({ note }) => note).join('\n')
}

export function idOf(index: number): string {
  return `018f0000-0000-7000-9000-${index.toString(16).padStart(12, '0')}`
}

/** An Ed25519 private key from a seed of one repeated byte (PKCS #8, RFC 8410). */
export function keyOf(seed: number): KeyObject {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)])
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
}

export function payloadOf(index: number, at: Date): Buffer {
  const text = writeAuditEntry({
    _v: 1,
    at: at.toISOString().replace('Z', '000Z'),
    actor: { account: idOf(0xacc), kind: 'practitioner', role: 'nurse', session: idOf(0x5e5) },
    patient: [idOf(0x9a7)],
    act: 'message.read',
    object: { type: 'message', id: idOf(index), version: 1 },
    info: ['message'],
    outcome: 0,
    rule: 'inbox-member',
    req: `request-${index}`,
    ip: '203.0.113.0/24',
  })
  return Buffer.from(text)
}

/** The row at this place, which the test knows to be there. */
export function at<T>(items: T[], index: number): T {
  const item = items[index]
  if (item === undefined) {
    throw new Error(`no item ${index}`)
  }
  return item
}
