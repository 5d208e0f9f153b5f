// An audit entry is one line of canonical JSON with ids and codes; nothing that a person typed gets into it.
import { describe, expect, it } from 'vitest'
import { type AuditEntry, columnCode, parseAuditEntry, writeAuditEntry } from './audit-entry.ts'
import { patientPlaces, practicePlaces } from './places.ts'

const id = '018f0000-0000-7000-8000-000000000001'
const sha256 = '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU'
const entry: AuditEntry = {
  _v: 1,
  at: '2026-03-02T15:00:00.123456Z',
  actor: { account: id, member: id, kind: 'proxy', role: 'parent', session: id },
  onBehalfOf: id,
  patient: [id],
  act: 'message.send',
  object: { type: 'message', id, version: 1 },
  info: ['message', 'attachment'],
  outcome: 0,
  rule: 'proxy-scope',
  reason: id,
  req: 'req-1',
  ip: '2001:db8:85a3::/48',
  ua: sha256,
  env: [{ column: 'message.body', row: id, sha256 }],
}

describe('an audit entry', () => {
  it('is written as canonical JSON, the version and the act first, and read again', () => {
    const text = writeAuditEntry(backwards(entry) as AuditEntry)
    expect(text).toMatch(/^\{"_v":1,"act":"message.send","actor":\{"account":"/)
    expect(text).toBe(canonical(entry))
    expect(parseAuditEntry(Buffer.from(text))).toEqual(entry)
  })

  it('leaves absent members out', () => {
    const { _v, at, act, info, outcome, rule, req, patient } = entry
    const short = { _v, at, act, info, outcome, rule, req, patient, actor: { kind: 'system' } }
    const padded = { ...short, actor: { kind: 'system', role: undefined }, reason: undefined }
    expect(writeAuditEntry(padded)).toBe(canonical(short))
  })

  it('names every sealed column by a code of its own', () => {
    const columns = [...Object.keys(patientPlaces), ...Object.keys(practicePlaces)] as (keyof typeof patientPlaces)[]
    expect(new Set(columns.map(columnCode)).size).toBe(columns.length)
    for (const column of columns.map(columnCode)) {
      const env = [{ column, row: id, sha256 }]
      expect(parseAuditEntry(Buffer.from(writeAuditEntry({ ...entry, env })))).toEqual({ ...entry, env })
    }
  })

  it.each<[string, object]>([
    ['a name in place of an id', { patient: ['Marie Tremblay'] }],
    ['a stated reason in words', { reason: 'asked about her results' }],
    ['words in place of a code', { act: 'Read the message' }],
    ['a member the format does not know', { note: 'x' }],
    ['a whole address', { ip: '203.0.113.77' }],
    ['milliseconds', { at: '2026-03-02T15:00:00.123Z' }],
    ['local time', { at: '2026-03-02T10:00:00.123456-05:00' }],
    ['an id in capitals', { onBehalfOf: id.toUpperCase() }],
    ['a hash with spare bits', { ua: sha256.replace(/.$/, 'V') }],
    ['an unknown outcome', { outcome: 3 }],
    ['another version', { _v: 2 }],
    ['too many patients', { patient: Array(201).fill(id) }],
  ])('with %s is refused', (_name, change) => {
    const wrong = { ...entry, ...change }
    expect(() => writeAuditEntry(wrong as AuditEntry)).toThrow()
    expect(() => parseAuditEntry(Buffer.from(JSON.stringify(wrong)))).toThrow()
  })
})

/** RFC 8785 for what an entry holds (ASCII texts and whole numbers): the members by name, and no white space. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return Array.isArray(value) ? `[${value.map(canonical).join(',')}]` : JSON.stringify(value)
  }
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}

/** The same value with the members of every object in the opposite order. */
function backwards(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return Array.isArray(value) ? value.map(backwards) : value
  }
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, backwards(member)]),
  )
}
