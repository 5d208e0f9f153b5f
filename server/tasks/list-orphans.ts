import { sql } from 'kysely'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { tasks as api } from '../../shared/api/tasks.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, patientReference, type PersonReference, practitionerNames } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'
import { findOrphanRows, type OrphanRow } from './orphan-rows.ts'

type Orphans = ResultOf<typeof api.listOrphans>

/** What nobody would act on: whose it is and where, for the administrator to give it to somebody; nothing that was written. */
export async function listOrphans(ctx: Context): Promise<Orphans> {
  permitPeople(ctx, 'orphan.list')
  const [rows, staff, check] = await Promise.all([
    findOrphanRows(ctx, 'what-was-found'),
    practitionerNames(ctx),
    ctx.tx
      .selectFrom('self_checks')
      .select('checked_at')
      .where('practice_id', '=', ctx.actor.practiceId)
      .executeTakeFirst(),
  ])
  const [conversations, inboxes] = await Promise.all([selectConversations(ctx, rows), selectInboxes(ctx, rows)])
  const patients = [...new Set(conversations.map((row) => row.patient_id))]
  await Promise.all([ctx.keys.load(patients), recordAudit(ctx, 'orphan.list', { patients, info: ['list'] })])
  return {
    checkedAt: check?.checked_at ?? null,
    items: [
      ...conversations.map((row) => viewConversation(ctx, row, kindsOf(rows, row.id), staff)),
      ...inboxes.map((row) => ({
        kinds: kindsOf(rows, row.id),
        foundAt: row.found_at,
        conversation: null,
        careTeam: careTeamReference(ctx.client?.language ?? 'en', row),
        open: row.open,
      })),
    ],
  }
}

function kindsOf(rows: OrphanRow[], id: string): Orphans['items'][number]['kinds'] {
  return rows.filter((row) => row.conversation_id === id || row.care_team_id === id).map(({ kind }) => kind)
}

function viewConversation(
  ctx: Context,
  row: Awaited<ReturnType<typeof selectConversations>>[number],
  kinds: Orphans['items'][number]['kinds'],
  staff: Map<string, PersonReference>,
): Orphans['items'][number] {
  return {
    kinds,
    foundAt: row.found_at,
    conversation: {
      id: row.id,
      patient: patientReference(ctx, { ...row, id: row.patient_id, version: row.patient_version }),
      topic: { en: row.topic_en, fr: row.topic_fr },
      lastMessageAt: row.last_message_at,
      owner: row.owner_id === null ? null : (staff.get(row.owner_id) ?? null),
    },
    careTeam: careTeamReference(ctx.client?.language ?? 'en', { ...row, id: row.care_team_id }),
    open: null,
  }
}

/** The longest wait first. */
function selectConversations(ctx: Context, rows: OrphanRow[]) {
  const ids = rows.flatMap(({ conversation_id: id }) => (id === null ? [] : [id]))
  const { practiceId } = ctx.actor
  return ctx.tx
    .selectFrom('conversations')
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .innerJoin('care_teams', (join) =>
      join
        .onRef('care_teams.practice_id', '=', 'conversations.practice_id')
        .onRef('care_teams.id', '=', 'conversations.care_team_id'),
    )
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'conversations.practice_id')
        .onRef('patients.id', '=', 'conversations.patient_id'),
    )
    .select(['conversations.id', 'conversations.patient_id', 'conversations.care_team_id'])
    .select(['conversations.last_message_at', 'topics.name_en as topic_en', 'topics.name_fr as topic_fr'])
    .select(['care_teams.name_en', 'care_teams.name_fr', 'patients.version as patient_version'])
    .select(['patients.family_name_sealed', 'patients.given_name_sealed'])
    .select([
      sql<Date | null>`(select min(found_at) from orphans o where o.practice_id = ${practiceId}
        and o.conversation_id = conversations.id)`.as('found_at'),
      sql<string | null>`(select t.owner_id from tasks t where t.practice_id = ${practiceId}
        and t.conversation_id = conversations.id and t.status in ('requested', 'accepted') and t.owner_id is not null
        order by t.kind desc limit 1)`.as('owner_id'),
    ])
    .where('conversations.practice_id', '=', practiceId)
    .where(sql<boolean>`conversations.id = any(${ids}::uuid[])`)
    .orderBy('conversations.last_message_at')
    .orderBy('conversations.id')
    .execute()
}

function selectInboxes(ctx: Context, rows: OrphanRow[]) {
  const ids = rows.flatMap(({ care_team_id: id }) => (id === null ? [] : [id]))
  const { practiceId } = ctx.actor
  return ctx.tx
    .selectFrom('care_teams')
    .select(['id', 'name_en', 'name_fr'])
    .select([
      sql<Date | null>`(select min(found_at) from orphans o where o.practice_id = ${practiceId}
        and o.care_team_id = care_teams.id)`.as('found_at'),
      sql<number>`(select count(*)::integer from tasks t where t.practice_id = ${practiceId}
        and t.care_team_id = care_teams.id and t.status in ('requested', 'accepted'))`.as('open'),
    ])
    .where('practice_id', '=', practiceId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .execute()
}
