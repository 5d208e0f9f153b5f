// One audit entry: who did what to whose record, when, and under which rule (PHIPA, s. 10.1(4); FHIR R4 AuditEvent). It
// holds ids and codes only, so the log can be read, kept and handed over without any patient's key.
import assert from 'node:assert/strict'
import { z } from 'zod'
import { limits } from '../../shared/limits.ts'
import type { PatientPlace, PracticePlace } from './places.ts'

const isUuid = (value: unknown): value is string => typeof value === 'string' && uuidForm.test(value)
const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const Uuid = z.string().regex(uuidForm)
/** All at once: a list of patients is the longest thing in an entry, and it is checked in every request. */
const Patients = z.custom<string[]>(
  (value) => Array.isArray(value) && value.length <= limits.auditEntryPatients && value.every(isUuid),
)
/** A word of ours, like `message.send` or `care-team`; never text that a person typed. */
const Code = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/)
const Sha256 = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)

/** The members stand in the order of canonical JSON (RFC 8785): what is parsed is written in the order of this schema. */
export const AuditEntry = z.strictObject({
  /** The version of this format. It sorts before every other name, so it stands first. */
  _v: z.literal(1),
  /** Second, so that the database finds it at a fixed place. */
  act: Code,
  actor: z.strictObject({
    /** Absent before sign-in and for the system itself. */
    account: Uuid.optional(),
    kind: Code,
    /** The membership of the practice that acted. */
    member: Uuid.optional(),
    role: Code.optional(),
    session: Uuid.optional(),
  }),
  /** The database's clock, in microseconds, UTC. */
  at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
  /** For writes: SHA-256, base64url, of each envelope written, and the column and row it was written to. */
  env: z
    .array(z.strictObject({ column: Code, row: Uuid, sha256: Sha256 }))
    .max(limits.auditEntryEnvelopes)
    .optional(),
  /** The kinds of information: message, attachment, demographics, search-hit, export. */
  info: z.array(Code).max(limits.auditEntryInfo),
  /** The network the request came from, /24 or /48: see networkOf. */
  ip: z
    .string()
    .regex(/^[0-9a-f.:]+\/(24|48)$/)
    .optional(),
  object: z.strictObject({ id: Uuid, type: Code, version: z.int().nonnegative().optional() }).optional(),
  /** The person for whom a proxy or a covering practitioner acted. */
  onBehalfOf: Uuid.optional(),
  /** FHIR R4 AuditEvent.outcome: success, minor, serious, major failure. */
  outcome: z.union([z.literal(0), z.literal(4), z.literal(8), z.literal(12)]),
  /** Every patient whose record was shown or touched. */
  patient: Patients,
  /** Where the stated reason is kept; its words may be clinical, so they are encrypted elsewhere. */
  reason: Uuid.optional(),
  /** The request, as in the server's own log. */
  req: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  /** The rule of the access policy that allowed or refused. */
  rule: Code,
  /** SHA-256 of the User-Agent header, base64url. */
  ua: Sha256.optional(),
})
export type AuditEntry = z.output<typeof AuditEntry>

export type SealedColumn = PatientPlace | PracticePlace

/** A sealed column as entries name it: `messages.retraction-reason`. */
export function columnCode(column: SealedColumn): string {
  return column.replace(/_sealed$/, '').replaceAll('_', '-')
}

/** The entry's text: checked, in canonical JSON, absent members left out. Throws on anything the format does not know. */
export function writeAuditEntry(entry: AuditEntry): string {
  const text = JSON.stringify(AuditEntry.parse(entry))
  // Ids and codes are ASCII, so that characters are bytes.
  assert(text.length <= limits.auditEntryBytes, 'an audit entry is short')
  return text
}

/** Reads an entry's bytes; throws on a version or a member that it does not know. */
export function parseAuditEntry(payload: Uint8Array): AuditEntry {
  return AuditEntry.parse(JSON.parse(Buffer.from(payload).toString('utf8')))
}
