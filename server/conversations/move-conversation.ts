import { sql } from 'kysely'
import type { Context } from '../access/context.ts'

/** Puts a conversation, and what was put into it, into another inbox: its members see them from now on. The caller holds the row's lock and moves its open tasks. */
export function moveConversation(ctx: Context, conversationId: string, careTeamId: string): Promise<unknown> {
  return ctx.tx
    .updateTable('conversations')
    .set({ care_team_id: careTeamId, version: sql<number>`version + 1` })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where((eb) => eb.or([eb('id', '=', conversationId), eb('merged_into_id', '=', conversationId)]))
    .execute()
}
