import { loadCover } from '../absences/load-cover.ts'
import { permitChecks } from '../access/checks.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { selectRosters } from './roster-rows.ts'
import { type RosterView, viewRoster } from './view-roster.ts'

/** Every inbox, with the times at which it is checked and what may be amiss with them. */
export async function listCheckRosters(ctx: Context): Promise<{ items: RosterView[] }> {
  permitChecks(ctx)
  const [rows, calendar, { actingIds }, names] = await Promise.all([
    selectRosters(ctx).execute(),
    loadCalendar(ctx),
    loadCover(ctx),
    practitionerNames(ctx),
  ])
  return { items: rows.map((row) => viewRoster(ctx, row, { calendar, actingIds, names })) }
}
