import { sql } from 'kysely'
import type { Context } from '../access/context.ts'

/**
 * Whether something is to do in these conversations by an inbox other than this, or by somebody who does not work in it: they
 * see the one that they have to do with, and would lose that one or gain the other.
 */
export async function isHeldElsewhere(ctx: Context, conversationIds: string[], careTeamId: string): Promise<boolean> {
  const { rows } = await sql<{ is_held: boolean }>`
    select exists (select from tasks t
      where t.practice_id = ${ctx.actor.practiceId} and t.conversation_id = any(${conversationIds}::uuid[])
        and t.status in ('requested', 'accepted')
        and (t.care_team_id <> ${careTeamId} or exists (
          select from unnest(array[t.owner_id, t.escalated_to_id]) as who (id)
          where who.id is not null and not exists (select from care_team_members m
            where m.practice_id = t.practice_id and m.care_team_id = ${careTeamId} and m.practitioner_id = who.id)))) as is_held`.execute(
    ctx.tx,
  )
  return rows[0]?.is_held ?? false
}
