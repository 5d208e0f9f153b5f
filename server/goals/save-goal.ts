import { sql } from 'kysely'
import type { goals as api } from '../../shared/api/goals.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { loadCover } from '../absences/load-cover.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { canChangeGoal, permitGoals, worksInInboxes } from '../access/goals.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { lockPractice } from '../people/lock-practice.ts'
import { isFresh } from '../people/stale-form.ts'
import { uuidv7 } from '../platform/ids.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import { type GoalView, selectGoal, viewGoal, type Whose } from './goal-rows.ts'
import { readGoal, type TypedGoal } from './typed-goal.ts'

type Input = InputOf<typeof api.saveOwnGoal>

/** Somebody's own goal: nobody else may set it, and nobody else reads it. */
export async function saveOwnGoal(ctx: Context, input: Input): Promise<GoalView> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner' || !worksInInboxes(actor)) {
    throw forbidden()
  }
  await lockPractice(ctx)
  return saveGoal(ctx, { practitionerId: actor.id, careTeamId: null }, input, true)
}

/** The goal of an inbox. One in which nobody can work is given none. */
export async function saveInboxGoal(ctx: Context, input: InputOf<typeof api.saveInboxGoal>): Promise<GoalView> {
  permitGoals(ctx)
  const { careTeamId } = input
  const [, inbox, { actingIds }] = await Promise.all([lockPractice(ctx), selectInbox(ctx, careTeamId), loadCover(ctx)])
  if (inbox === undefined) {
    throw notFound()
  }
  if (!canChangeGoal(ctx.actor, { ownerId: inbox.owner_id })) {
    throw forbidden()
  }
  const canBeReached = inbox.member_ids.some((id) => actingIds.has(id))
  return saveGoal(ctx, { practitionerId: null, careTeamId }, input, canBeReached)
}

async function saveGoal(ctx: Context, whose: Whose, input: Input, canBeReached: boolean): Promise<GoalView> {
  const [before, calendar] = await Promise.all([selectGoal(ctx, whose), loadCalendar(ctx)])
  const goal = readGoal(input, { calendar, canBeReached })
  if (isFresh<TypedGoal>(viewGoal(before), { ...goal, version: input.version })) {
    await write(ctx, whose, goal, input.version + 1)
  }
  const after = viewGoal(await selectGoal(ctx, whose))
  await recordAudit(ctx, 'goal.save', {
    object:
      whose.careTeamId === null
        ? { type: 'practitioner', id: whose.practitionerId }
        : { type: 'care-team', id: whose.careTeamId },
  })
  return after
}

async function write(ctx: Context, whose: Whose, goal: TypedGoal, version: number): Promise<void> {
  const { isOn: is_on, kind, most, by: due_by, weekdays } = goal
  const values = { is_on, kind, most, due_by, weekdays, version }
  await ctx.tx
    .insertInto('goals')
    .values({
      practice_id: ctx.actor.practiceId,
      id: uuidv7(ctx.now),
      practitioner_id: whose.practitionerId,
      care_team_id: whose.careTeamId,
      ...values,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['practice_id', whose.careTeamId === null ? 'practitioner_id' : 'care_team_id'])
        .doUpdateSet(values),
    )
    .execute()
}

function selectInbox(ctx: Context, careTeamId: string) {
  return ctx.tx
    .selectFrom('care_teams')
    .select('owner_id')
    .select(
      sql<string[]>`array(select m.practitioner_id::text from care_team_members m
        where m.practice_id = care_teams.practice_id and m.care_team_id = care_teams.id)`.as('member_ids'),
    )
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', careTeamId)
    .executeTakeFirst()
}
