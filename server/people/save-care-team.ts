import { sql } from 'kysely'
import type { people as api } from '../../shared/api/people.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { type Role, workingRoles } from '../../shared/people.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'
import { conflict, notFound } from '../platform/problems.ts'
import { type CareTeamView, selectCareTeams, viewCareTeam } from './list-care-teams.ts'
import { lockPractice } from './lock-practice.ts'
import { assertNewId } from './new-id.ts'
import { isFresh } from './stale-form.ts'
import { type Fields, readFields } from './typed-fields.ts'

type Input = InputOf<typeof api.saveCareTeam>
type TeamFields = Pick<Input, 'name' | 'ownerId' | 'backupId' | 'memberIds'>

/** Creates an inbox (`version` 0) or changes it whole. Its owner and its backup are two, can work, and are members too. */
export async function saveCareTeam(ctx: Context, input: Input): Promise<CareTeamView> {
  permitPeople(ctx, 'care-team.save')
  const [, before, colleagues, count] = await Promise.all([
    lockPractice(ctx),
    selectCareTeams(ctx).where('id', '=', input.careTeamId).executeTakeFirst(),
    selectColleagues(ctx),
    countCareTeams(ctx),
  ])
  if (before === undefined && input.version > 0) {
    throw notFound()
  }
  const team = readTeam(input, colleagues)
  if (before === undefined) {
    assertNewId('careTeamId', input.careTeamId)
    if (count >= limits.careTeams) {
      throw conflict('limit-reached', { limit: limits.careTeams })
    }
    await insertTeam(ctx, input.careTeamId, team)
  } else if (isFresh<TeamFields>(fieldsOf(before), { ...team, version: input.version })) {
    await updateTeam(ctx, input.careTeamId, team, before.version + 1)
  }
  const [after, names] = await Promise.all([
    selectCareTeams(ctx).where('id', '=', input.careTeamId).executeTakeFirstOrThrow(),
    practitionerNames(ctx),
  ])
  await recordAudit(ctx, 'care-team.save', { object: { type: 'care-team', id: after.id, version: after.version } })
  return viewCareTeam(after, names)
}

type Colleague = { role: Role; status: string }

/** Whoever works in inboxes, or will once they have accepted. */
async function selectColleagues(ctx: Context): Promise<Map<string, Colleague>> {
  const rows = await ctx.tx
    .selectFrom('memberships')
    .select(['id', 'role', 'status'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('kind', '=', 'practitioner')
    .where('status', '<>', 'ended')
    .where('role', 'in', [...workingRoles])
    .$narrowType<{ role: Role }>()
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

function readTeam(input: Input, colleagues: Map<string, Colleague>): TeamFields {
  return readFields((fields) => {
    if (input.ownerId === input.backupId) {
      fields.refuse('backupId', 'same-as-owner')
    }
    refuseUnlessConfirmed(fields, 'ownerId', colleagues.get(input.ownerId))
    refuseUnlessConfirmed(fields, 'backupId', colleagues.get(input.backupId))
    for (const [index, id] of input.memberIds.entries()) {
      if (!colleagues.has(id)) {
        fields.refuse(`memberIds.${index}`, 'not-a-working-colleague')
      }
    }
    return {
      name: fields.nameInBoth('name', input.name),
      ownerId: input.ownerId,
      backupId: input.backupId,
      memberIds: [...new Set([input.ownerId, input.backupId, ...input.memberIds])].toSorted(),
    }
  })
}

function refuseUnlessConfirmed(fields: Fields, path: string, colleague: Colleague | undefined): void {
  if (colleague?.status !== 'confirmed') {
    fields.refuse(path, 'not-a-working-colleague')
  }
}

function fieldsOf(row: Awaited<ReturnType<ReturnType<typeof selectCareTeams>['executeTakeFirstOrThrow']>>) {
  return {
    name: { en: row.name_en, fr: row.name_fr },
    ownerId: row.owner_id,
    backupId: row.backup_id,
    memberIds: row.member_ids,
    version: row.version,
  }
}

async function countCareTeams(ctx: Context): Promise<number> {
  const { count } = await ctx.tx
    .selectFrom('care_teams')
    .select(sql<number>`count(*)`.as('count'))
    .where('practice_id', '=', ctx.actor.practiceId)
    .executeTakeFirstOrThrow()
  return count
}

async function insertTeam(ctx: Context, id: string, team: TeamFields): Promise<void> {
  await Promise.all([
    ctx.tx
      .insertInto('care_teams')
      .values({ practice_id: ctx.actor.practiceId, id, ...columnsOf(team), created_at: ctx.now })
      .execute(),
    insertMembers(ctx, id, team.memberIds),
  ])
}

async function updateTeam(ctx: Context, id: string, team: TeamFields, version: number): Promise<void> {
  await Promise.all([
    ctx.tx
      .updateTable('care_teams')
      .set({ ...columnsOf(team), version })
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('id', '=', id)
      .execute(),
    ctx.tx
      .deleteFrom('care_team_members')
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('care_team_id', '=', id)
      .execute(),
    insertMembers(ctx, id, team.memberIds),
  ])
}

async function insertMembers(ctx: Context, careTeamId: string, memberIds: string[]): Promise<void> {
  await ctx.tx
    .insertInto('care_team_members')
    .values(
      memberIds.map((id) => ({ practice_id: ctx.actor.practiceId, care_team_id: careTeamId, practitioner_id: id })),
    )
    .execute()
}

function columnsOf(team: TeamFields) {
  return { name_en: team.name.en, name_fr: team.name.fr, owner_id: team.ownerId, backup_id: team.backupId }
}
