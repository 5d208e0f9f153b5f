import type { absences as api } from '../../shared/api/absences.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { accessRotation, canChangeAbsence, permitAbsences } from '../access/absences.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { assertNewId } from '../people/new-id.ts'
import { isFresh } from '../people/stale-form.ts'
import { conflict, forbidden, notFound } from '../platform/problems.ts'
import { lookAgain } from '../tasks/look-again.ts'
import { type RotationView, selectRotations, viewRotation } from './list-rotations.ts'
import { loadCover } from './load-cover.ts'
import { selectNames } from './names.ts'
import { readRotation, type TypedRotation } from './typed-rotation.ts'

type Input = InputOf<typeof api.saveRotation>

/** Creates a rotation (`version` 0) or changes it whole. What is open goes at once to whose turn it is. */
export async function saveRotation(ctx: Context, input: Input): Promise<RotationView> {
  permitAbsences(ctx)
  const { rotationId, who } = input
  const [, before, cover, names] = await Promise.all([
    lockPractice(ctx),
    selectRotations(ctx).where('id', '=', rotationId).executeTakeFirst(),
    loadCover(ctx, { until: new Date(ctx.now.getTime() + 2 * limits.absenceDays * 86_400_000) }),
    selectNames(ctx),
  ])
  if (before === undefined && input.version > 0) {
    throw notFound()
  }
  if (before !== undefined) {
    await accessRotation(ctx, rotationId)
  }
  const isInbox = who.kind === 'care-team'
  const inboxOwnerId = isInbox ? (names.ownerOf.get(who.id) ?? null) : null
  if (!canChangeAbsence(ctx.actor, { practitionerId: isInbox ? null : who.id, inboxOwnerId })) {
    throw forbidden()
  }
  const current = before === undefined ? null : viewRotation(ctx, before, names)
  const rotation = readRotation(input, { cover, current, now: ctx.now })
  if (current === null) {
    assertNewId('rotationId', rotationId)
    if (cover.rotations.length >= limits.rotations) {
      throw conflict('limit-reached', { limit: limits.rotations })
    }
  }
  if (current === null || isFresh(fieldsOf(current), { ...rotation, version: input.version })) {
    await write(ctx, rotationId, rotation, current?.version ?? 0)
  }
  const after = await selectRotations(ctx).where('id', '=', rotationId).executeTakeFirstOrThrow()
  await recordAudit(ctx, 'rotation.save', { object: { type: 'rotation', id: rotationId, version: after.version } })
  return viewRotation(ctx, after, names)
}

function fieldsOf(view: RotationView): TypedRotation & { version: number } {
  const { who, startsOn, endsOn, weeks, version } = view
  return {
    who: { kind: who.kind === 'care-team' ? 'care-team' : 'practitioner', id: who.id },
    startsOn,
    endsOn,
    weeks,
    turns: view.turns.map(({ week, weekday, person }) => ({ week, weekday, practitionerId: person.id })),
    version,
  }
}

async function write(ctx: Context, id: string, rotation: TypedRotation, versionBefore: number): Promise<void> {
  const { practiceId } = ctx.actor
  const { who } = rotation
  const values = {
    practitioner_id: who.kind === 'practitioner' ? who.id : null,
    care_team_id: who.kind === 'care-team' ? who.id : null,
    starts_on: rotation.startsOn,
    ends_on: rotation.endsOn,
    weeks: rotation.weeks,
    version: versionBefore + 1,
  }
  await Promise.all([
    versionBefore === 0
      ? ctx.tx
          .insertInto('rotations')
          .values({ practice_id: practiceId, id, ...values, created_at: ctx.now, created_by_id: ctx.actor.id ?? id })
          .execute()
      : ctx.tx
          .updateTable('rotations')
          .set(values)
          .where('practice_id', '=', practiceId)
          .where('id', '=', id)
          .execute(),
    ctx.tx.deleteFrom('rotation_turns').where('practice_id', '=', practiceId).where('rotation_id', '=', id).execute(),
    ctx.tx
      .insertInto('rotation_turns')
      .values(
        rotation.turns.map(({ week, weekday, practitionerId }) => ({
          practice_id: practiceId,
          rotation_id: id,
          week,
          weekday,
          practitioner_id: practitionerId,
        })),
      )
      .execute(),
    lookAgain(ctx, who),
  ])
}
