import { sql } from 'kysely'
import type { mobileNumber as api } from '../../shared/api/mobile-number.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { endOfNumber } from '../../shared/mobile-number.ts'
import type { MobileState, NoticeChoice, TextProblem } from '../../shared/notice.ts'
import type { Context, PatientActor } from '../access/context.ts'
import { forbidden } from '../platform/problems.ts'

export type MobileView = ResultOf<typeof api.readMobileNumber>

/** How the caller is told that there is a message. */
export async function readMobileNumber(ctx: Context): Promise<MobileView> {
  return viewMobileNumber(ctx, await loadMobileNumber(ctx))
}

/** The patient alone decides about their phone: nobody does it for them. */
export function ownPatient(ctx: Context): PatientActor {
  if (ctx.actor.kind !== 'patient') {
    throw forbidden()
  }
  return ctx.actor
}

export type MobileRow = Awaited<ReturnType<typeof loadMobileNumber>>

/** The caller's own row beside what it depends on; locked by those who change it, one after the other. */
export async function loadMobileNumber(ctx: Context, isLocked = false) {
  const { id, practiceId } = ownPatient(ctx)
  const [row] = await Promise.all([
    ctx.tx
      .selectFrom('patients')
      .innerJoin('practices', 'practices.practice_id', 'patients.practice_id')
      .leftJoin('mobile_numbers', (join) =>
        join
          .onRef('mobile_numbers.practice_id', '=', 'patients.practice_id')
          .onRef('mobile_numbers.id', '=', 'patients.id'),
      )
      .select(['patients.id', 'practices.offers_texts'])
      .select(sql<boolean>`patients.email_sealed is not null`.as('has_address'))
      .select(['mobile_numbers.number_sealed', 'mobile_numbers.status', 'mobile_numbers.proven_at'])
      .select(['mobile_numbers.problem', 'mobile_numbers.choice', 'mobile_numbers.version'])
      .select(['mobile_numbers.code_sealed', 'mobile_numbers.code_expires_at', 'mobile_numbers.code_tries_left'])
      .where('patients.practice_id', '=', practiceId)
      .where('patients.id', '=', id)
      // The number may have no row yet: the patient's is the one to hold.
      .$if(isLocked, (query) => query.forNoKeyUpdate('patients'))
      .executeTakeFirstOrThrow(),
    ctx.keys.load([id]),
  ])
  return row
}

export function isOffered(ctx: Context, row: MobileRow): boolean {
  return ctx.house.config.sms !== undefined && row.offers_texts
}

export function viewMobileNumber(ctx: Context, row: MobileRow): MobileView {
  const number = viewNumber(ctx, row)
  return {
    isOffered: isOffered(ctx, row),
    hasAddress: row.has_address,
    choice: number === null ? 'email' : (row.choice as NoticeChoice),
    number,
  }
}

function viewNumber(ctx: Context, row: MobileRow): MobileView['number'] {
  if (row.number_sealed === null || row.version === null || row.status === 'removed') {
    return null
  }
  const at = { id: row.id, version: row.version, patientId: row.id }
  return {
    ending: endOfNumber(ctx.keys.open('mobile_numbers.number_sealed', at, row.number_sealed)),
    state: stateOf(row.status, row.proven_at, ctx.now),
    problem: row.problem as TextProblem | null,
    codeExpiresAt: row.code_expires_at !== null && row.code_expires_at > ctx.now ? row.code_expires_at : null,
  }
}

/** A proof counts for a year. */
function stateOf(status: string | null, provenAt: Date | null, now: Date): MobileState {
  if (status !== 'proven' || provenAt === null) {
    return status === 'suspended' ? 'suspended' : 'unproven'
  }
  return provenAt.getTime() + limits.mobileProofDays * 86_400_000 > now.getTime() ? 'proven' : 'lapsed'
}
