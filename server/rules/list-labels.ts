import type { ResultOf } from '../../shared/endpoint.ts'
import type { rules as api } from '../../shared/api/rules.ts'
import { limits } from '../../shared/limits.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'

export type LabelView = ResultOf<typeof api.saveLabel>

/** Every label, those too that are no longer offered: conversations may have them still. */
export async function listLabels(ctx: Context): Promise<{ items: LabelView[] }> {
  permitPeople(ctx, 'rules.read')
  return { items: (await selectLabels(ctx).execute()).map(viewLabel) }
}

export function selectLabels(ctx: Context) {
  return ctx.tx
    .selectFrom('labels')
    .select(['id', 'name_en', 'name_fr', 'is_offered', 'version'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .orderBy('id')
    .limit(limits.labels)
}

export function viewLabel(row: {
  id: string
  name_en: string
  name_fr: string
  is_offered: boolean
  version: number
}): LabelView {
  const { id, name_en, name_fr, is_offered, version } = row
  return { id, name: { en: name_en, fr: name_fr }, isOffered: is_offered, version }
}
