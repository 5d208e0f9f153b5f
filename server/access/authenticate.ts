import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { MembershipStatus, Role } from '../../shared/people.ts'
import type { Tx } from '../platform/db.ts'
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

/**
 * Reads the session row of the request's cookie (on every request, so that an ended session is dead at once), moves its
 * idle clock, and finds the membership named in the path if the account has it. One round trip.
 */
export async function findSession(
  tx: Tx,
  request: FastifyRequest,
  now: Date,
  membershipId: string | null,
): Promise<{ session: SignedIn; membership: Row } | null> {
  const token = request.cookies[sessionCookie]
  if (token === undefined || token.length > 100) {
    return null
  }
  const tokenHash = createHash('sha256').update(token).digest()
  const { rows } = await sql<Row>`
    with live as (
      select s.id, s.account_id, s.strength, s.method, s.stepped_up_at, s.last_seen_at, s.idle_minutes, s.ends_at
      from sessions s
      where s.token_hash = ${tokenHash} and s.ended_at is null and s.ends_at > ${now}
        and s.last_seen_at + make_interval(mins => s.idle_minutes) > ${now}
    ), touched as (
      update sessions s set last_seen_at = ${now} from live
      where s.id = live.id and live.last_seen_at < ${new Date(now.getTime() - limits.sessionTouchMs)}
    )
    select live.id as session_id, live.account_id, live.strength, live.method, live.stepped_up_at, live.ends_at, a.language,
      greatest(live.last_seen_at, ${now}) + make_interval(mins => live.idle_minutes) as idle_at,
      m.id as membership_id, m.practice_id, m.kind, m.status, m.role
    from live join accounts a on a.id = live.account_id
    left join memberships m on m.id = ${membershipId}::uuid and m.account_id = live.account_id`.execute(tx)
  const row = rows[0]
  return row === undefined ? null : { session: signedIn(row), membership: row }
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
