// One audit entry: who did what to whose record, when, and under which rule (PHIPA, s. 10.1(4); FHIR R4 AuditEvent). It
// holds ids and codes only, so the log can be read, kept and handed over without any patient's key.
import assert from 'node:assert/strict'
import { z } from 'zod'
import { limits } from '../../shared/limits.ts'
import { canonicalJson } from '../platform/transparency/canonical-json.ts'

const Uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
/** A word of ours, like `message.send` or `care-team`; never text that a person typed. */
const Code = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/)
const Sha256 = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)

export const AuditEntry = z.strictObject({
  /** The version of this format. It sorts before every other name, so it stands first. */
  _v: z.literal(1),
  /** The database's clock, in microseconds, UTC. */
  at: z.iso.datetime({ precision: 6 }),
  actor: z.strictObject({
    /** Absent before sign-in and for the system itself. */
    account: Uuid.optional(),
    /** The membership of the practice that acted. */
    member: Uuid.optional(),
    kind: Code,
    role: Code.optional(),
    session: Uuid.optional(),
  }),
  /** The person for whom a proxy or a covering practitioner acted. */
  onBehalfOf: Uuid.optional(),
  /** Every patient whose record was shown or touched. */
  patient: z.array(Uuid).max(limits.auditEntryPatients),
  act: Code,
  object: z.strictObject({ type: Code, id: Uuid, version: z.int().nonnegative().optional() }).optional(),
  /** The kinds of information: message, attachment, demographics, search-hit, export. */
  info: z.array(Code).max(limits.auditEntryInfo),
  /** FHIR R4 AuditEvent.outcome: success, minor, serious, major failure. */
  outcome: z.union([z.literal(0), z.literal(4), z.literal(8), z.literal(12)]),
  /** The rule of the access policy that allowed or refused. */
  rule: Code,
  /** Where the stated reason is kept; its words may be clinical, so they are encrypted elsewhere. */
  reason: Uuid.optional(),
  /** The request, as in the server's own log. */
  req: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  /** The network the request came from, /24 or /48: see networkOf. */
  ip: z
    .string()
    .regex(/^[0-9a-f.:]+\/(24|48)$/)
    .optional(),
  /** SHA-256 of the User-Agent header, base64url. */
  ua: Sha256.optional(),
  /** For writes: SHA-256, base64url, of each envelope written, and the column and row it was written to. */
  env: z
    .array(z.strictObject({ column: Code, row: Uuid, sha256: Sha256 }))
    .max(limits.auditEntryEnvelopes)
    .optional(),
})
export type AuditEntry = z.output<typeof AuditEntry>

/** The entry's bytes: checked, in canonical JSON, absent members left out. Throws on anything the format does not know. */
export function auditPayload(entry: AuditEntry): Buffer {
  // JSON knows no undefined member; the round trip leaves such members out, at every depth.
  const payload = canonicalJson(AuditEntry.parse(JSON.parse(JSON.stringify(entry))))
  assert(payload.length <= limits.auditEntryBytes, 'an audit entry is short')
  return payload
}

/** Reads an entry's bytes; throws on a version or a member that it does not know. */
export function parseAuditEntry(payload: Uint8Array): AuditEntry {
  return AuditEntry.parse(JSON.parse(Buffer.from(payload).toString('utf8')))
}
