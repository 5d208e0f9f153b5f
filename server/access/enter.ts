import { hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Endpoint } from '../../shared/endpoint.ts'
import { beginWork, belongsTo } from '../platform/admission/admission.ts'
import { isUuidv7 } from '../platform/ids.ts'
import type { Database, Tx } from '../platform/db.ts'
import type { Enter } from '../platform/http.ts'
import { networkOf } from '../platform/network-of.ts'
import { Problem } from '../platform/problems.ts'
import { recordAudit } from './audit.ts'
import { actorOf, findSession } from './authenticate.ts'
import type { Client, Context, DirectoryContext, House, PatientActor, PractitionerActor } from './context.ts'
import { type KeyCache, openKeyring } from './keyring.ts'

export type Way = { db: Database; house: House; keyCache: KeyCache; clock: () => Date }

/** The way in for every request: who is it, in which practice, in one transaction with its audit entry. */
export function createEnter(way: Way): Enter<Context, DirectoryContext> {
  return (async (endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply, params, work, about) =>
    endpoint.audience === 'member'
      ? enterPractice(way, endpoint, request, params, work as (ctx: Context) => Promise<unknown>, about)
      : enterDirectory(way, endpoint, request, reply, work as (ctx: DirectoryContext) => Promise<unknown>)) as Enter<
    Context,
    DirectoryContext
  >
}

/**
 * Opens a context for a member's request; the transaction spans `work`. With `about`, it is shared with requests that are
 * about something else, and `work` may run a second time (see gather.ts).
 */
export async function enterPractice<T>(
  way: Way,
  endpoint: Endpoint,
  request: FastifyRequest,
  params: Record<string, unknown>,
  work: (ctx: Context) => Promise<T>,
  about?: string,
): Promise<T> {
  const endWork = beginWork(request.raw)
  try {
    return await asMember(way, endpoint, request, params, work, about)
  } finally {
    endWork()
  }
}

async function asMember<T>(
  way: Way,
  endpoint: Endpoint,
  request: FastifyRequest,
  params: Record<string, unknown>,
  work: (ctx: Context) => Promise<T>,
  about?: string,
): Promise<T> {
  const now = way.clock()
  const actor = await memberOf(way, request, params, now)
  let later: (() => void)[] = []
  const scope = { practiceId: actor.practiceId, actorId: actor.id, requestId: request.id }
  try {
    const use = async (tx: Tx) => {
      later = []
      const ctx: Context = {
        tx,
        now,
        actor,
        requestId: request.id,
        client: clientOf(request),
        house: way.house,
        keys: await openKeyring(way.keyCache, tx, actor.practiceId, now),
        afterCommit: (run) => later.push(run),
        recorded: [],
      }
      const value = await work(ctx)
      assertRecorded(endpoint, ctx.recorded)
      return value
    }
    const result = await (about === undefined ? way.db.transact(scope, use) : way.db.gather({ scope, about, use }))
    later.forEach((run) => run())
    return result
  } catch (error) {
    await recordRefusal(way, endpoint, request, actor, params, now, error)
    throw error
  }
}

/** Who the request acts as. Its own short statement, outside the transaction: the session row is never locked by work. */
export async function memberOf(
  way: Way,
  request: FastifyRequest,
  params: Record<string, unknown>,
  now: Date,
): Promise<PatientActor | PractitionerActor> {
  const membershipId = params['membershipId']
  const found = await findSession(way.db, request, now, isUuidv7(membershipId) ? membershipId : null)
  const actor = actorOf(found)
  belongsTo(request.raw, actor.practiceId)
  return actor
}

async function enterDirectory<T>(
  way: Way,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (ctx: DirectoryContext) => Promise<T>,
): Promise<T> {
  const endWork = beginWork(request.raw)
  try {
    return await inDirectory(way, endpoint, request, reply, work)
  } finally {
    endWork()
  }
}

async function inDirectory<T>(
  way: Way,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (ctx: DirectoryContext) => Promise<T>,
): Promise<T> {
  const now = way.clock()
  const later: (() => void)[] = []
  // The deployment's own id is the scope of the audit entries that belong to no practice; no practice has that id.
  const scope = { practiceId: way.house.deployment.id, actorId: way.house.deployment.id, requestId: request.id }
  // As a member's: two requests of one account would otherwise wait for each other, for the session and for the account.
  const found = await findSession(way.db, request, now, null)
  if (endpoint.audience === 'account') {
    requireFullSession(found?.session.strength)
  }
  const outcome = await way.db.transact(scope, async (tx) => {
    const ctx: DirectoryContext = {
      tx,
      now,
      session: found?.session ?? null,
      requestId: request.id,
      client: clientOf(request),
      house: way.house,
      request,
      reply,
      afterCommit: (run) => later.push(run),
      recorded: [],
    }
    // A refusal of the use case (a wrong password, a used code) keeps what it wrote: the try counts, the entry stays.
    try {
      const value = await work(ctx)
      assertRecorded(endpoint, ctx.recorded)
      return { value }
    } catch (error) {
      if (error instanceof Problem && error.status < 500 && ctx.recorded.length > 0) {
        return { error }
      }
      if (error instanceof Problem && (error.status === 401 || error.status === 403)) {
        await recordAudit(ctx, actOf(endpoint), { outcome: 4, rule: ruleOf(error) })
        return { error }
      }
      throw error
    }
  })
  later.forEach((run) => run())
  if ('error' in outcome) {
    throw outcome.error
  }
  return outcome.value
}

function requireFullSession(strength: 'password' | 'full' | undefined): void {
  if (strength !== 'full') {
    throw new Problem(401, strength === undefined ? 'sign-in-needed' : 'second-factor-needed')
  }
}

/** An endpoint that names an audit act has recorded it, or the transaction does not commit. */
function assertRecorded(endpoint: Endpoint, recorded: string[]): void {
  if (typeof endpoint.audit === 'string' && !recorded.includes(endpoint.audit)) {
    throw new Error(`${endpoint.method} ${endpoint.path} did not record ${endpoint.audit}`)
  }
}

/** Refusals are recorded in a transaction of their own: the one of the act has been rolled back. */
async function recordRefusal(
  way: Way,
  endpoint: Endpoint,
  request: FastifyRequest,
  actor: PatientActor | PractitionerActor,
  params: Record<string, unknown>,
  now: Date,
  error: unknown,
): Promise<void> {
  if (!(error instanceof Problem) || (error.status !== 403 && error.status !== 404)) {
    return
  }
  const asked = Object.entries(params).find(([name, value]) => name !== 'membershipId' && isUuidv7(value))
  const scope = { practiceId: actor.practiceId, actorId: actor.id, requestId: request.id }
  await way.db.transact(scope, (tx) =>
    recordAudit({ tx, now, actor, requestId: request.id, client: clientOf(request), recorded: [] }, actOf(endpoint), {
      ...(asked && { object: { type: typeOf(asked[0]), id: String(asked[1]) } }),
      outcome: 4,
      rule: ruleOf(error),
    }),
  )
}

function actOf(endpoint: Endpoint): string {
  return typeof endpoint.audit === 'string' ? endpoint.audit : 'request.refuse'
}

function ruleOf(problem: Problem): string {
  switch (problem.status) {
    case 401:
      return 'not-signed-in'
    case 404:
      return 'not-visible'
    default:
      return 'not-permitted'
  }
}

/** 'careTeamId' names a 'care-team'. */
function typeOf(parameter: string): string {
  return parameter.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

export function clientOf(request: FastifyRequest): Client {
  const userAgent = request.headers['user-agent'] ?? ''
  const accepts = String(request.headers['accept-language'] ?? '')
  return {
    ip: request.ip,
    ipPrefix: networkOf(request.ip ?? '') ?? '',
    userAgentHash: hash('sha256', userAgent, 'base64url'),
    language: /^\s*fr\b/i.test(accepts) ? 'fr' : 'en',
  }
}
