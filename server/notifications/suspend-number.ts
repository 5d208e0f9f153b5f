import { type NumberProblem, numberProblems } from '../../shared/notice.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { literals } from '../platform/db.ts'

export function isAboutNumber(problem: string): problem is NumberProblem {
  return numberProblems.some((one) => one === problem)
}

/** A phone that texts do not reach, or whose holder wants none, gets no more until its owner shows anew that it is theirs. */
export async function suspendNumber(ctx: Context, patientId: string, problem: NumberProblem): Promise<void> {
  const suspended = await ctx.tx
    .updateTable('mobile_numbers')
    .set({ status: 'suspended', problem, code_sealed: null, code_expires_at: null, code_due_at: null })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', patientId)
    .where('status', 'in', literals('proven', 'unproven'))
    .returning('id')
    .executeTakeFirst()
  if (suspended !== undefined) {
    await recordAudit(ctx, 'mobile-number.suspend', {
      object: { type: 'patient', id: patientId },
      patients: [patientId],
      info: [problem],
    })
  }
}
