import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { OrphanKind } from '../../shared/orphan.ts'
import { workingRoles } from '../../shared/people.ts'
import type { Context } from '../access/context.ts'

export type OrphanRow = { kind: OrphanKind; conversation_id: string | null; care_team_id: string | null }

/**
 * What nobody would act on, as it stands now: in the whole practice, or of what the last check found there, which is a look
 * at a few rows. What lies with whoever is away is not among it, because somebody acts for them.
 */
export async function findOrphanRows(ctx: Context, among: 'everything' | 'what-was-found'): Promise<OrphanRow[]> {
  const { practiceId } = ctx.actor
  const some = (column: string) =>
    among === 'everything'
      ? sql``
      : sql`and ${sql.ref(column)} in (select conversation_id from orphans
          where practice_id = ${practiceId} and conversation_id is not null)`
  const { rows } = await sql<OrphanRow>`
    with acting as materialized (select id from memberships where practice_id = ${practiceId} and kind = 'practitioner'
      and status = 'confirmed' and role = any(${[...workingRoles]}::text[]))
    select 'no-task' as kind, c.id as conversation_id, null::uuid as care_team_id
    from conversations c
    where c.practice_id = ${practiceId} and c.status = 'open' and c.last_author_kind = 'patient' ${some('c.id')}
      and not exists (select from tasks t
        where t.practice_id = c.practice_id and t.conversation_id = c.id and t.kind = 'respond'
          and (t.status in ('requested', 'accepted') or t.ended_at >= c.last_message_at))
    union
    select 'owner-gone', t.conversation_id, null
    from tasks t
    where t.practice_id = ${practiceId} and t.status in ('requested', 'accepted') ${some('t.conversation_id')}
      and t.owner_id is not null and t.owner_id not in (select id from acting)
    union
    select 'no-alarm', t.conversation_id, null
    from tasks t
    where t.practice_id = ${practiceId} and t.status in ('requested', 'accepted') ${some('t.conversation_id')}
      and t.escalate_at is null
      and (t.escalation_level < 3 or t.escalated_to_id is null or t.escalated_to_id not in (select id from acting))
    union
    select 'inbox-owner', null, i.id from care_teams i
    where i.practice_id = ${practiceId} and i.owner_id not in (select id from acting)
    union
    select 'inbox-backup', null, i.id from care_teams i
    where i.practice_id = ${practiceId} and i.backup_id not in (select id from acting)
    order by 1, 2, 3
    limit ${limits.orphans}`.execute(ctx.tx)
  return rows
}

/** How many conversations and inboxes that is. */
export async function countOrphans(ctx: Context): Promise<number> {
  const rows = await findOrphanRows(ctx, 'what-was-found')
  return new Set(rows.map((row) => row.conversation_id ?? row.care_team_id)).size
}
