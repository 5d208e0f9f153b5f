import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalJson } from '../platform/transparency/canonical-json.ts'
import { uuidv7 } from '../platform/ids.ts'
import type { Tx } from '../platform/db.ts'
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
  /** Id of the access grant (the stated reason) that let the actor see it. */
  grant?: string
  /** Sealed values written by the act: their hashes let a rollback of a row be found. */
  envelopes?: Buffer[]
  onBehalfOf?: string
}

/** Records one act in the transaction of the act itself: if the record cannot be written, the act does not happen. */
export async function recordAudit(ctx: Context | DirectoryContext, act: string, what: Recorded = {}): Promise<void> {
  const practiceId = 'actor' in ctx ? ctx.actor.practiceId : ctx.house.deployment.id
  ctx.recorded.push(act)
  await insertAudit(ctx.tx, practiceId, ctx.now, {
    v: 1,
    at: ctx.now.toISOString(),
    act,
    actor: 'actor' in ctx ? describeActor(ctx.actor) : describeAccount(ctx),
    ...(what.onBehalfOf && { onBehalfOf: what.onBehalfOf }),
    ...(what.object && { object: what.object }),
    patient: what.patients ?? [],
    info: what.info ?? [],
    outcome: what.outcome ?? 0,
    ...(what.grant && { grant: what.grant }),
    req: ctx.requestId,
    ...describeClient(ctx.client),
    ...(what.envelopes && { env: what.envelopes.map((e) => createHash('sha256').update(e).digest('hex')) }),
  })
}

export type AuditPayload = {
  patient: string[]
  actor: Record<string, unknown>
  object?: { id: string; type: string }
} & Record<string, unknown>

/** One statement: the event, and the ids by which it is found again. */
export async function insertAudit(tx: Tx, practiceId: string, now: Date, payload: AuditPayload): Promise<void> {
  const id = uuidv7(now)
  const subjects = new Set(
    [...payload.patient, payload.actor['id'], payload.object?.id].filter((s) => typeof s === 'string'),
  )
  await sql`with event as (
      insert into audit_events (practice_id, id, payload) values (${practiceId}, ${id}, ${canonicalJson(payload)})
    )
    insert into audit_subjects (practice_id, subject_id, event_id)
    select ${practiceId}, subject, ${id} from unnest(${[...subjects]}::uuid[]) as subject`.execute(tx)
}

function describeActor(actor: Actor): Record<string, unknown> {
  if (actor.kind === 'system') {
    return { kind: 'system' }
  }
  return {
    kind: actor.kind,
    id: actor.id,
    account: actor.accountId,
    session: actor.sessionId,
    ...(actor.kind === 'practitioner' && { role: actor.role }),
  }
}

function describeAccount(ctx: DirectoryContext): Record<string, unknown> {
  return ctx.session === null
    ? { kind: 'anonymous' }
    : { kind: 'account', id: ctx.session.accountId, account: ctx.session.accountId, session: ctx.session.sessionId }
}

function describeClient(client: Client | null): Record<string, unknown> {
  return client === null ? {} : { ip: client.ipPrefix, ua: client.userAgentHash }
}
