import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'

/**
 * Whether texts may go to a patient's number: this server has a gateway, the practice offers texts, and its owner has shown
 * within the year that the phone is theirs. The query joins `practices` and, perhaps without a row, `mobile_numbers`.
 */
export function usableNumber(ctx: Context) {
  const provenAfter = new Date(ctx.now.getTime() - limits.mobileProofDays * 86_400_000)
  return sql<boolean>`(${ctx.house.config.sms !== undefined}::boolean and practices.offers_texts
    and mobile_numbers.status is not distinct from 'proven' and mobile_numbers.proven_at > ${provenAfter})`
}
