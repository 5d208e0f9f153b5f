import type { Context } from './context.ts'

/** The stated reason that lets this practitioner see this conversation's patient now, if they needed one: its id. */
export async function findGrant(ctx: Context, conversationId: string): Promise<string | null> {
  const row = await ctx.tx
    .selectFrom('access_grants')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.practice_id', '=', 'access_grants.practice_id')
        .onRef('conversations.patient_id', '=', 'access_grants.patient_id'),
    )
    .select('access_grants.id')
    .where('access_grants.practice_id', '=', ctx.actor.practiceId)
    .where('access_grants.practitioner_id', '=', ctx.actor.id)
    .where('access_grants.expires_at', '>', ctx.now)
    .where('conversations.id', '=', conversationId)
    .orderBy('access_grants.expires_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}
