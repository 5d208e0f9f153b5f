import type { ExpressionBuilder } from 'kysely'
import { type NumberProblem, numberProblems } from '../../shared/notice.ts'
import type { DB } from '../platform/db-types.ts'

/** Why a patient's phone gets no more texts, where it was suspended. */
export function stoppedTexts(eb: ExpressionBuilder<DB, 'patients'>) {
  return eb
    .selectFrom('mobile_numbers')
    .select('mobile_numbers.problem')
    .whereRef('mobile_numbers.practice_id', '=', 'patients.practice_id')
    .whereRef('mobile_numbers.id', '=', 'patients.id')
    .where('mobile_numbers.status', '=', 'suspended')
    .as('texts_problem')
}

/** A number is suspended for one of these alone. */
export function viewStoppedTexts(problem: string | null): NumberProblem | null {
  return numberProblems.find((one) => one === problem) ?? null
}
