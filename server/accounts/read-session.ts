import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { session as api } from '../../shared/api/session.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import type { MembershipStatus, Role } from '../../shared/people.ts'
import { findSession } from '../access/authenticate.ts'
import type { SignedIn } from '../access/context.ts'
import type { Way } from '../access/enter.ts'
import { openKeyring } from '../access/keyring.ts'
import type { Tx } from '../platform/db.ts'
import { factorsOf, hasSecondFactor, stepFor } from './account.ts'

type SessionResult = ResultOf<typeof api.readSession>

/**
 * Who is signed in and as what. The directory answers first; then each practice is entered by itself for the caller's own
 * name there, because no transaction sees two practices.
 */
export async function readSession(way: Way, request: FastifyRequest): Promise<SessionResult> {
  const now = way.clock()
  const isDemo = way.house.deployment.isDemo
  const seen = await way.db.transact(null, async (tx) => {
    const session = (await findSession(tx.together, request, now, null))?.session
    if (session === undefined) {
      return null
    }
    const [factors, rows] = await Promise.all([factorsOf(tx, session.accountId), membershipsOf(tx, session)])
    return { session, factors, rows }
  })
  if (seen === null) {
    return nobody(isDemo)
  }
  const { session, factors, rows } = seen
  const memberships: SessionResult['memberships'] = []
  for (const row of rows) {
    memberships.push({ ...viewMembership(row), name: await nameIn(way, request, row, now) })
  }
  return {
    account: { id: session.accountId, language: session.language, hasSecondFactor: hasSecondFactor(factors) },
    step: stepFor(session.strength, factors),
    memberships,
    idleAt: session.idleAt < session.endsAt ? session.idleAt : session.endsAt,
    endsAt: session.endsAt,
    steppedUpUntil: steppedUpUntil(session, now),
    isDemo,
  }
}

/** Until when changes to the account need no further proof; null when they do. */
export function steppedUpUntil(session: SignedIn, now: Date): Date | null {
  if (session.strength !== 'full' || session.steppedUpAt === null) {
    return null
  }
  const until = new Date(session.steppedUpAt.getTime() + limits.stepUpMinutes * 60_000)
  return until > now ? until : null
}

function nobody(isDemo: boolean): SessionResult {
  return { account: null, step: null, memberships: [], idleAt: null, endsAt: null, steppedUpUntil: null, isDemo }
}

type Row = {
  id: string
  kind: 'patient' | 'practitioner'
  role: Role | null
  status: MembershipStatus
  practice_id: string
  practice_name: string
  practice_phone: string
  practice_time_zone: string
}

async function membershipsOf(tx: Tx, session: SignedIn): Promise<Row[]> {
  if (session.strength !== 'full') {
    return []
  }
  const { rows } = await sql<Row>`
    select m.id, m.kind, m.role, m.status, m.practice_id, p.name as practice_name, p.phone as practice_phone,
      p.time_zone as practice_time_zone
    from memberships m
    join priv.practice_cards(array(select practice_id from memberships where account_id = ${session.accountId})) p
      on p.id = m.practice_id
    where m.account_id = ${session.accountId} and m.status in ('confirmed', 'suspended')
    order by m.created_at, m.id
    limit ${limits.membershipsListed}`.execute(tx)
  return rows
}

function viewMembership(row: Row): Omit<SessionResult['memberships'][number], 'name'> {
  return {
    id: row.id,
    kind: row.kind,
    role: row.role,
    status: row.status,
    practice: {
      id: row.practice_id,
      name: row.practice_name,
      phone: row.practice_phone,
      timeZone: row.practice_time_zone,
    },
  }
}

/** The caller's own name as this practice has it. */
async function nameIn(way: Way, request: FastifyRequest, membership: Row, now: Date): Promise<string> {
  const { id, kind, practice_id: practiceId } = membership
  return way.db.transact({ practiceId, actorId: id, requestId: request.id }, async (tx) => {
    const keys = await openKeyring(way.keyCache, tx, practiceId, now)
    if (kind === 'practitioner') {
      const row = await tx
        .selectFrom('practitioners')
        .select(['id', 'version', 'name_sealed'])
        .where('practice_id', '=', practiceId)
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return keys.openForPractice('practitioners.name_sealed', row, row.name_sealed)
    }
    const [row] = await Promise.all([
      tx
        .selectFrom('patients')
        .select(['id', 'version', 'given_name_sealed', 'family_name_sealed'])
        .where('practice_id', '=', practiceId)
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
      keys.load([id]),
    ])
    const at = { id, version: row.version, patientId: id }
    const given = keys.open('patients.given_name_sealed', at, row.given_name_sealed)
    return `${given} ${keys.open('patients.family_name_sealed', at, row.family_name_sealed)}`
  })
}
