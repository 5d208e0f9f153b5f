import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { Empty, Id, Instant, InstantInput, page, pageOf, PersonReference, typed } from './common.ts'

const AuditRow = z.object({
  id: Id,
  at: Instant,
  act: z.string(),
  actor: PersonReference.nullable(),
  /** The first few of those shown or touched; all of them are counted. */
  patients: z.array(PersonReference),
  patientCount: z.number(),
  object: z.object({ type: z.string(), id: z.string() }).nullable(),
  outcome: z.number(),
  /** The reason that was stated for looking outside one's inboxes, if it was done under one. */
  reason: z.string().nullable(),
  isSealed: z.boolean(),
})

const AccessGrant = z.object({
  id: Id,
  practitioner: PersonReference,
  patient: PersonReference,
  reason: z.string(),
  grantedAt: Instant,
  expiresAt: Instant,
  reviewedAt: Instant.nullable(),
  reviewedBy: PersonReference.nullable(),
})

export const audit = {
  searchAudit: memberEndpoint({
    method: 'GET',
    path: '/audit',
    summary: "The practice's audit log, newest first (privacy officer).",
    query: z.object({
      patientId: Id.optional(),
      actorId: Id.optional(),
      /** A code of the log, never a person's words: it stands in the address. */
      act: z
        .string()
        .max(60)
        .regex(/^[a-z][a-z0-9]*([.-][a-z0-9]+)*$/)
        .optional(),
      from: InstantInput.optional(),
      until: InstantInput.optional(),
      flagged: z.stringbool().optional(),
      ...page,
    }),
    response: pageOf(AuditRow),
    audit: 'audit.search',
    urgency: 'last',
  }),
  readAuditState: memberEndpoint({
    method: 'GET',
    path: '/audit/state',
    summary:
      'How far the log is sealed, the newest signed checkpoint, and the last verification (privacy officer, administrator).',
    response: z.object({
      events: z.number(),
      sealed: z.number(),
      sealedAt: Instant.nullable(),
      checkpoint: z.string().nullable(),
      verifiedAt: Instant.nullable(),
      verdict: z.enum(['ok', 'altered', 'missing', 'fork', 'signature', 'unsealed', 'content-mismatch']).nullable(),
    }),
    audit: 'audit.state',
  }),
  listAccess: memberEndpoint({
    method: 'GET',
    path: '/access-log',
    summary: 'Who of the clinic used my record, and when: one row for what one person did again and again on one day.',
    query: z.object(page),
    response: pageOf(
      z.object({
        /** The last time on that day. */
        at: Instant,
        times: z.number(),
        actor: PersonReference.nullable(),
        act: z.string(),
        conversationId: Id.nullable(),
        hadReason: z.boolean(),
      }),
    ),
    audit: 'audit.own',
    urgency: 'last',
  }),
  grantAccess: memberEndpoint({
    method: 'POST',
    path: '/patients/:patientId/access-grants',
    summary:
      'Look at a patient outside your inboxes: a stated reason, 60 minutes, shown to the privacy officer and to the patient.',
    params: { patientId: Id },
    body: z.object({ reason: typed(limits.reasonCharacters) }),
    response: z.object({ expiresAt: Instant }),
    audit: 'access.grant',
  }),
  listGrants: memberEndpoint({
    method: 'GET',
    path: '/access-grants',
    summary: 'The reasons that were stated, newest first; `open`: those that nobody has reviewed (privacy officer).',
    query: z.object({ open: z.stringbool().optional(), ...page }),
    response: pageOf(AccessGrant),
    audit: 'access.list',
  }),
  reviewGrant: memberEndpoint({
    method: 'POST',
    path: '/access-grants/:grantId/review',
    summary: 'Mark a stated reason as reviewed (privacy officer). Twice is once: the first review stays.',
    params: { grantId: Id },
    response: Empty,
    audit: 'access.review',
  }),
}
