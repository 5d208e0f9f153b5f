import type { InputOf } from '../../shared/endpoint.ts'
import type { rules as api } from '../../shared/api/rules.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { assertNewId } from '../people/new-id.ts'
import { isFresh } from '../people/stale-form.ts'
import { readFields } from '../people/typed-fields.ts'
import { foldText } from '../platform/fold-text.ts'
import { conflict, invalid, notFound } from '../platform/problems.ts'
import { type LabelView, selectLabels, viewLabel } from './list-labels.ts'

type Input = InputOf<typeof api.saveLabel>
type LabelFields = Pick<LabelView, 'name' | 'isOffered'>

/** Adds a label (`version` 0) or changes it. None is ever removed: it is no longer offered. */
export async function saveLabel(ctx: Context, input: Input): Promise<LabelView> {
  permitPeople(ctx, 'rules.change')
  const fields = readLabel(input)
  const [, labels] = await Promise.all([lockPractice(ctx), selectLabels(ctx).execute()])
  const before = labels.find(({ id }) => id === input.labelId)
  if (before === undefined && input.version > 0) {
    throw notFound()
  }
  refuseTakenName(
    input.labelId,
    fields.name,
    labels.map((row) => viewLabel(row)),
  )
  if (before === undefined) {
    assertNewId('labelId', input.labelId)
    if (labels.length >= limits.labels) {
      throw conflict('limit-reached', { limit: limits.labels })
    }
    await insertLabel(ctx, input.labelId, fields)
  } else if (isFresh<LabelFields>(viewLabel(before), { ...fields, version: input.version })) {
    await updateLabel(ctx, input.labelId, fields, before.version + 1)
  }
  const after = await selectLabels(ctx).where('id', '=', input.labelId).executeTakeFirstOrThrow()
  await recordAudit(ctx, 'label.save', { object: { type: 'label', id: after.id, version: after.version } })
  return viewLabel(after)
}

function readLabel(input: Input): LabelFields {
  return readFields((fields) => ({
    name: {
      en: fields.line('name.en', input.name.en, limits.labelNameCharacters),
      fr: fields.line('name.fr', input.name.fr, limits.labelNameCharacters),
    },
    isOffered: input.isOffered,
  }))
}

/** Two labels that read the same could not be told apart. */
function refuseTakenName(id: string, name: LabelView['name'], labels: LabelView[]): void {
  const others = labels.filter((label) => label.id !== id)
  for (const language of ['en', 'fr'] as const) {
    if (others.some((label) => foldText(label.name[language]) === foldText(name[language]))) {
      throw invalid({ path: `name.${language}`, code: 'already-used' })
    }
  }
}

function insertLabel(ctx: Context, id: string, { name, isOffered }: LabelFields): Promise<unknown> {
  return ctx.tx
    .insertInto('labels')
    .values({
      practice_id: ctx.actor.practiceId,
      id,
      name_en: name.en,
      name_fr: name.fr,
      is_offered: isOffered,
      created_at: ctx.now,
    })
    .execute()
}

function updateLabel(ctx: Context, id: string, { name, isOffered }: LabelFields, version: number): Promise<unknown> {
  return ctx.tx
    .updateTable('labels')
    .set({ name_en: name.en, name_fr: name.fr, is_offered: isOffered, version })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .execute()
}
