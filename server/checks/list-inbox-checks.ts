import { managesPractice, permitChecks } from '../access/checks.ts'
import type { Context } from '../access/context.ts'
import { type InboxCheckView, loadStandings, viewInboxCheck } from './inbox-check-view.ts'

/** How the checks stand of every inbox that concerns the reader. */
export async function listInboxChecks(ctx: Context): Promise<{ items: InboxCheckView[] }> {
  permitChecks(ctx)
  const { standings, facts } = await loadStandings(ctx)
  const { id } = ctx.actor
  const concerns = standings.filter(
    ({ row, stand }) =>
      managesPractice(ctx.actor) || (id !== null && (row.member_ids.includes(id) || stand.toldIds.includes(id))),
  )
  return { items: concerns.map((standing) => viewInboxCheck(ctx, standing, facts)) }
}
