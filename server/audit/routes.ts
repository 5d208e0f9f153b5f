import { audit as api } from '../../shared/api/audit.ts'
import type { Mount } from '../app.ts'
import { grantAccess } from './grant-access.ts'
import { listAccess } from './list-access.ts'
import { listGrants } from './list-grants.ts'
import { readAuditState } from './read-audit-state.ts'
import { reviewGrant } from './review-grant.ts'
import { searchAudit } from './search-audit.ts'

export function auditRoutes({ route }: Mount): void {
  route(api.searchAudit, searchAudit)
  route(api.readAuditState, readAuditState)
  route(api.listAccess, listAccess)
  route(api.grantAccess, grantAccess)
  route(api.listGrants, listGrants)
  route(api.reviewGrant, reviewGrant)
}
