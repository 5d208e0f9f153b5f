import { api } from '../../shared/api/index.ts'
import type { Mount } from '../app.ts'
import { checkInbox } from './check-inbox.ts'
import { listCheckRosters } from './list-check-rosters.ts'
import { listChecks } from './list-checks.ts'
import { listInboxChecks } from './list-inbox-checks.ts'
import { saveCheckRoster } from './save-check-roster.ts'

/**
 * Who looks through which inbox at which times. A check is recorded by doing it; one that is missed is told to the inbox's
 * backup, then to its owner: look-at-checks.ts. When a check is due is pure: routing/check-times.ts; how it stands: stand-of.ts.
 */
export function checkRoutes({ route }: Mount): void {
  route(api.listCheckRosters, listCheckRosters)
  route(api.saveCheckRoster, saveCheckRoster)
  route(api.listInboxChecks, listInboxChecks)
  route(api.checkInbox, checkInbox)
  route(api.listChecks, listChecks)
}
