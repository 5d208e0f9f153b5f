import type { InputOf } from '../../shared/endpoint.ts'
import type { capacity as api } from '../../shared/api/capacity.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { isFresh } from '../people/stale-form.ts'
import { readFields } from '../people/typed-fields.ts'
import { type CoachingText, loadCoachingTexts } from './list-coaching-texts.ts'

/** The practice's own words for one kind, in both languages. */
export async function saveCoachingText(
  ctx: Context,
  input: InputOf<typeof api.saveCoachingText>,
): Promise<CoachingText> {
  permitPeople(ctx, 'capacity.change')
  const text = readFields((fields) => ({
    en: fields.text('text.en', input.text.en, limits.coachingCharacters),
    fr: fields.text('text.fr', input.text.fr, limits.coachingCharacters),
  }))
  await lockPractice(ctx)
  const before = await readOne(ctx, input.kind)
  if (isFresh<Pick<CoachingText, 'text'>>(before, { text, version: input.version })) {
    const columns = { text_en: text.en, text_fr: text.fr, version: before.version + 1 }
    await ctx.tx
      .insertInto('coaching_texts')
      .values({ practice_id: ctx.actor.practiceId, kind: input.kind, ...columns })
      .onConflict((conflict) => conflict.columns(['practice_id', 'kind']).doUpdateSet(columns))
      .execute()
  }
  const after = await readOne(ctx, input.kind)
  await recordAudit(ctx, 'coaching-text.save', {
    object: { type: 'practice', id: ctx.actor.practiceId },
    info: [input.kind],
  })
  return after
}

async function readOne(ctx: Context, kind: CoachingText['kind']): Promise<CoachingText> {
  const found = (await loadCoachingTexts(ctx)).find((one) => one.kind === kind)
  if (found === undefined) {
    throw new Error('every kind has its words')
  }
  return found
}
