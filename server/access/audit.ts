import { hash } from 'node:crypto'
import { clinicalRoles } from '../../shared/people.ts'
import type { Tx } from '../platform/db.ts'
import type { Change } from '../platform/together.ts'
import { type AuditEntry, columnCode, type SealedColumn, writeAuditEntry } from './audit-entry.ts'
import type { Actor, Client, Context, DirectoryContext } from './context.ts'

/** What one act was about: ids only, never a name or a word of content. */
export type Recorded = {
  object?: { type: string; id: string; version?: number }
  /** Every patient whose information was shown or touched. */
  patients?: string[]
  /** Kinds of information: message, attachment, demographics, list, note … */
  info?: string[]
  /** FHIR AuditEvent.outcome: 0 success, 4 minor failure (refused), 8 serious failure. */
  outcome?: 0 | 4 | 8
  /** The rule that refused; what allows an act follows from the actor. */
  rule?: string
  /** Id of the stated reason; otherwise one that is in force for this actor and one of the patients is found and named. */
  grant?: string
  /** Sealed values written by the act: their hashes let a rollback of a row be found. Every act that writes a column tells it. */
  envelopes?: { column: SealedColumn; row: string; envelope: Buffer }[]
  onBehalfOf?: string
}

/** What is recorded of a context: inside a practice, or of the directory. */
type Member = Pick<Context, 'tx' | 'now' | 'actor' | 'requestId' | 'client' | 'recorded'>
type Visitor = Pick<DirectoryContext, 'tx' | 'session' | 'house' | 'requestId' | 'client' | 'recorded'>

/** Records one act in the transaction of the act itself: if the record cannot be written, the act does not happen. */
export async function recordAudit(ctx: Member | Visitor, act: string, what: Recorded = {}): Promise<void> {
  ctx.recorded.push(act)
  const about = { act, ...describeWhat(what), req: ctx.requestId, ...describeClient(ctx.client) }
  if (!('actor' in ctx)) {
    const actor = describeAccount(ctx)
    await insertAudit(ctx.tx, { ...about, actor, rule: ruleOf(what, actor.kind) })
    return
  }
  const entry = { ...about, actor: describeActor(ctx.actor), rule: ruleOf(what, ctx.actor.kind) }
  await insertAudit(ctx.tx, entry, lookerOf(ctx, what))
}

export type NewEntry = Omit<AuditEntry, '_v' | 'at'>

/**
 * Writes an entry into the log of the transaction's practice: a row, and what it is found by again is derived when it is
 * sealed. The time is that of the database's clock, which the statement itself writes into the payload; so it does with the
 * id of a reason in force, where `looker` may have stated one.
 */
export async function insertAudit(tx: Tx, entry: NewEntry, looker: Looker | null = null): Promise<void> {
  const text = writeAuditEntry({ _v: 1, at: someTime, ...entry, ...(looker !== null && { reason: someId }) })
  const [head, tail] = cut(text, someTime)
  if (looker === null) {
    await tx.together.change(entries, { head, tail })
    return
  }
  const [middle, end] = cut(tail, `"reason":"${someId}",`)
  await tx.together.change(entriesWithReason, { head, middle, tail: end, ...looker })
}

const at = `to_char(statement_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const entries: Change<{ head: string; tail: string }> = {
  name: 'audit_events',
  columns: { head: 'text', tail: 'text' },
  sql: (given) => `insert into audit_events (practice_id, payload)
    select $1::uuid, convert_to(head || ${at} || tail, 'UTF8') from ${given}`,
}

/** Who looks at which patients. */
type Looker = { practitioner_id: string; patients: string; now: Date }

const entriesWithReason: Change<{ head: string; middle: string; tail: string } & Looker> = {
  name: 'audit_events with reason',
  columns: {
    head: 'text',
    middle: 'text',
    tail: 'text',
    practitioner_id: 'uuid',
    patients: 'text',
    now: 'timestamptz',
  },
  sql: (given) => `insert into audit_events (practice_id, payload)
    select $1::uuid, convert_to(head || ${at} || middle || coalesce('"reason":"' || (
      select id::text from access_grants where practice_id = $1::uuid and practitioner_id = given.practitioner_id
        and patient_id = any(given.patients::uuid[]) and expires_at > given.now order by expires_at desc limit 1
    ) || '",', '') || tail, 'UTF8') from ${given}`,
}

/** Held in the places of what the database fills in; both are as long and as plain as what takes their place. */
const someTime = '0000-00-00T00:00:00.000000Z'
const someId = '00000000-0000-0000-0000-000000000000'

/** Nothing but codes and ids comes before, so the first one is ours. */
function cut(text: string, mark: string): [before: string, after: string] {
  const start = text.indexOf(mark)
  return [text.slice(0, start), text.slice(start + mark.length)]
}

/** Who looks at a patient while a reason that they stated is in force does so under it, in every act and every list. */
function lookerOf(ctx: Member, { grant, patients = [], outcome = 0 }: Recorded): Looker | null {
  const { actor, now } = ctx
  const mayStateReasons = actor.kind === 'practitioner' && clinicalRoles.includes(actor.role)
  return grant !== undefined || !mayStateReasons || patients.length === 0 || outcome !== 0
    ? null
    : { practitioner_id: actor.id, patients: `{${patients.join(',')}}`, now }
}

function describeWhat(what: Recorded): Omit<NewEntry, 'act' | 'actor' | 'req' | 'rule'> {
  return {
    ...(what.onBehalfOf !== undefined && { onBehalfOf: what.onBehalfOf }),
    ...(what.object && { object: what.object }),
    patient: what.patients ?? [],
    info: what.info ?? [],
    outcome: what.outcome ?? 0,
    ...(what.grant !== undefined && { reason: what.grant }),
    ...(what.envelopes && { env: hashEnvelopes(what.envelopes) }),
  }
}

/** What an entry keeps of the sealed values that its act wrote. */
export function hashEnvelopes(envelopes: NonNullable<Recorded['envelopes']>): NonNullable<AuditEntry['env']> {
  return envelopes.map(({ column, row, envelope }) => ({
    column: columnCode(column),
    row,
    sha256: hash('sha256', envelope, 'base64url'),
  }))
}

/** The rules of the doors in one word: whose record it is, or the role in the practice (its inboxes, tasks and patients). */
function ruleOf(what: Recorded, kind: string): string {
  if (what.rule !== undefined || (what.outcome ?? 0) !== 0) {
    return what.rule ?? 'refused'
  }
  switch (kind) {
    case 'patient':
      return 'self'
    case 'practitioner':
      return 'role'
    default:
      return kind
  }
}

function describeActor(actor: Actor): AuditEntry['actor'] {
  if (actor.kind === 'system') {
    return { kind: 'system' }
  }
  return {
    kind: actor.kind,
    member: actor.id,
    account: actor.accountId,
    session: actor.sessionId,
    ...(actor.kind === 'practitioner' && { role: actor.role }),
  }
}

function describeAccount(ctx: Visitor): AuditEntry['actor'] {
  return ctx.session === null
    ? { kind: 'anonymous' }
    : { kind: 'account', account: ctx.session.accountId, session: ctx.session.sessionId }
}

function describeClient(client: Client | null): Pick<AuditEntry, 'ip' | 'ua'> {
  return client === null ? {} : { ...(client.ipPrefix !== '' && { ip: client.ipPrefix }), ua: client.userAgentHash }
}
