import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import { Id, Instant, InstantInput, page, pageOf, PersonReference, typed } from './common.ts'

const AuditRow = z.object({
  id: Id,
  at: Instant,
  act: z.string(),
  actor: PersonReference.nullable(),
  patients: z.array(PersonReference),
  object: z.object({ type: z.string(), id: z.string() }).nullable(),
  outcome: z.number(),
  /** The reader stated a reason because no care relation was found. */
  reason: z.string().nullable(),
  isSealed: z.boolean(),
})

export const audit = {
  searchAudit: memberEndpoint({
    method: 'GET',
    path: '/audit',
    summary: "The practice's audit log, newest first (privacy officer).",
    query: z.object({
      patientId: Id.optional(),
      actorId: Id.optional(),
      act: z.string().max(60).optional(),
      from: InstantInput.optional(),
      until: InstantInput.optional(),
      flagged: z.stringbool().optional(),
      ...page,
    }),
    response: pageOf(AuditRow),
    audit: 'audit.search',
  }),
  readAuditState: memberEndpoint({
    method: 'GET',
    path: '/audit/state',
    summary: 'How far the log is sealed, the newest signed checkpoint, and the last verification.',
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
    summary: 'Who looked at my messages, and when (the patient).',
    query: z.object(page),
    response: pageOf(
      z.object({
        at: Instant,
        actor: PersonReference.nullable(),
        act: z.string(),
        conversationId: Id.nullable(),
        hadReason: z.boolean(),
      }),
    ),
    audit: 'audit.own',
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
}
