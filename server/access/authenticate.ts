import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { limits } from '../../shared/limits.ts'
import type { MembershipStatus, Role } from '../../shared/people.ts'
import { aliasOf, type Question, type Together } from '../platform/together.ts'
import { forbidden, notFound, unauthenticated } from '../platform/problems.ts'
import type { PatientActor, PractitionerActor, SignedIn } from './context.ts'

/** The `__Host-` prefix binds the cookie to this origin: no sub-domain can plant one. */
export const sessionCookie = '__Host-sid'

type Row = {
  session_id: string
  account_id: string
  strength: 'password' | 'full'
  method: string
  language: 'en' | 'fr'
  stepped_up_at: Date | null
  idle_at: Date
  ends_at: Date
  membership_id: string | null
  practice_id: string | null
  kind: 'patient' | 'practitioner' | null
  status: MembershipStatus | null
  role: Role | null
}

type Ask = {
  token_hash: Buffer
  membership_id: string | null
  now: Date
  touch_before: Date
  /** Used later than this: while the clock was wrong. */
  seen_by: Date
}

const sessionColumns = {
  token_hash: 'bytea',
  membership_id: 'uuid',
  now: 'timestamptz',
  touch_before: 'timestamptz',
  seen_by: 'timestamptz',
} as const
const sessionQuestion: Question<Ask, Row> = {
  name: 'session',
  about: 'directory',
  columns: sessionColumns,
  // A session that is being changed is not waited for: its clock moves with the next request.
  sql: (asked) => `
    with asked as (select * from ${asked} as ${aliasOf(sessionColumns)}), live as (
      select asked.n, asked.membership_id, asked.now, asked.touch_before, s.id, s.account_id, s.strength, s.method,
        s.stepped_up_at, s.last_seen_at, s.idle_minutes, s.ends_at
      from asked join sessions s on s.token_hash = asked.token_hash
      where s.ended_at is null and s.ends_at > asked.now and s.last_seen_at <= asked.seen_by
        and s.last_seen_at + make_interval(mins => s.idle_minutes) > asked.now
    ), stale as (
      select id from sessions where id in (select id from live where last_seen_at < touch_before)
      for no key update skip locked
    ), touched as (
      update sessions s set last_seen_at = (select max(now) from live) from stale where s.id = stale.id
    )
    select live.n, live.id as session_id, live.account_id, live.strength, live.method, live.stepped_up_at, live.ends_at,
      a.language, greatest(live.last_seen_at, live.now) + make_interval(mins => live.idle_minutes) as idle_at,
      m.id as membership_id, m.practice_id, m.kind, m.status, m.role
    from live join accounts a on a.id = live.account_id
    left join memberships m on m.id = live.membership_id and m.account_id = live.account_id`,
}

const overColumns = { token_hash: 'bytea', now: 'timestamptz' } as const
/** Ends a session whose time is over: it does not live again when the clock is set back. */
const overQuestion: Question<Pick<Ask, 'token_hash' | 'now'>, object> = {
  name: 'session that is over',
  about: 'directory',
  columns: overColumns,
  sql: (asked) => `
    with asked as (select * from ${asked} as ${aliasOf(overColumns)})
    update sessions s set ended_at = asked.now from asked
    where s.token_hash = asked.token_hash and s.ended_at is null
      and least(s.ends_at, s.last_seen_at + make_interval(mins => s.idle_minutes)) <= asked.now
    returning asked.n`,
}

/**
 * Reads the session row of the request's cookie (on every request, so that an ended session is dead at once), moves its
 * idle clock, and finds the membership named in the path if the account has it. One round trip.
 */
export async function findSession(
  { ask }: Pick<Together, 'ask'>,
  request: FastifyRequest,
  now: Date,
  membershipId: string | null,
): Promise<{ session: SignedIn; membership: Row } | null> {
  const token = request.cookies[sessionCookie]
  if (token === undefined || token.length > 100) {
    return null
  }
  const tokenHash = hash('sha256', token, 'buffer')
  const [row] = await ask(sessionQuestion, {
    token_hash: tokenHash,
    membership_id: membershipId,
    now,
    touch_before: new Date(now.getTime() - limits.sessionTouchMs),
    seen_by: new Date(now.getTime() + limits.clockToleranceMs),
  })
  if (row === undefined) {
    await ask(overQuestion, { token_hash: tokenHash, now })
    return null
  }
  return { session: signedIn(row), membership: row }
}

/** The member who acts, or a refusal: 401 without a full session, 404 for a membership that is not the caller's. */
export function actorOf(found: { session: SignedIn; membership: Row } | null): PatientActor | PractitionerActor {
  if (found === null) {
    throw unauthenticated()
  }
  if (found.session.strength !== 'full') {
    throw unauthenticated('second-factor-needed')
  }
  const { membership_id: id, practice_id: practiceId, kind, status, role } = found.membership
  if (id === null || practiceId === null || kind === null) {
    throw notFound()
  }
  // Invited, suspended and ended members may not act; they know their own status, so this is no secret.
  if (status !== 'confirmed') {
    throw forbidden()
  }
  const common = { id, practiceId, accountId: found.session.accountId, sessionId: found.session.sessionId }
  return kind === 'patient' ? { kind, ...common } : { kind, ...common, role: roleOf(role) }
}

function roleOf(role: Role | null): Role {
  if (role === null) {
    throw new Error('a practitioner has a role')
  }
  return role
}

function signedIn(row: Row): SignedIn {
  return {
    sessionId: row.session_id,
    accountId: row.account_id,
    strength: row.strength,
    method: row.method,
    language: row.language,
    steppedUpAt: row.stepped_up_at,
    idleAt: row.idle_at,
    endsAt: row.ends_at,
  }
}
