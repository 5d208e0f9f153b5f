import type { Context } from '../access/context.ts'

/** Where each of these is answered: in itself, or in the conversation into which it was put. The doors decide who knows of which. */
export async function headsOf(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.tx
    .selectFrom('conversations')
    .select(['id', 'merged_into_id'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val([...ids]))))
    .where('merged_into_id', 'is not', null)
    .execute()
  const heads = new Map(rows.map((row) => [row.id, row.merged_into_id]))
  return new Map(ids.map((id) => [id, heads.get(id) ?? id]))
}
