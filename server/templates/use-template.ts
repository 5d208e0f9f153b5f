import { sql } from 'kysely'
import type { templates as api } from '../../shared/api/templates.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { accessPatient } from '../access/patients.ts'
import { accessTemplate } from '../access/templates.ts'
import { conflict } from '../platform/problems.ts'

/** Counts that a template was put into a message. */
export async function useTemplate(
  ctx: Context,
  input: InputOf<typeof api.useTemplate>,
): Promise<ResultOf<typeof api.useTemplate>> {
  await accessPatient(ctx, input.patientId)
  const row = await accessTemplate(ctx, input.templateId, 'template.read')
  if (row.archived_at !== null) {
    throw conflict('template-archived')
  }
  const [{ uses }] = await Promise.all([
    ctx.tx
      .updateTable('templates')
      .set({ uses: sql<number>`uses + 1`, last_used_at: ctx.now })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', row.id)
      .returning('uses')
      .executeTakeFirstOrThrow(),
    recordAudit(ctx, 'template.use', {
      object: { type: 'template', id: row.id, version: row.version },
      patients: [input.patientId],
    }),
  ])
  return { uses }
}
