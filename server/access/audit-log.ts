import { clinicalRoles, type Role } from '../../shared/people.ts'
import { forbidden } from '../platform/problems.ts'
import type { Actor, Context } from './context.ts'

export type AuditAction =
  | 'audit.search'
  | 'audit.state'
  | 'audit.own'
  | 'access.grant'
  | 'access.list'
  | 'access.review'

type Part = Role | 'patient' | 'system'

/** Who may read the log, and who may look at a patient for a stated reason. Whoever manages the practice sees counts alone. */
const permissions: Record<AuditAction, readonly Part[]> = {
  'audit.search': ['privacy-officer'],
  'audit.state': ['privacy-officer', 'administrator'],
  'audit.own': ['patient'],
  'access.grant': clinicalRoles,
  'access.list': ['privacy-officer'],
  'access.review': ['privacy-officer'],
}

/** Pure; the table of endpoints and actors tests every row. */
export function canAudit(actor: Actor, action: AuditAction): boolean {
  return permissions[action].includes(actor.kind === 'practitioner' ? actor.role : actor.kind)
}

/** 403 before anything is looked up. */
export function permitAudit(ctx: Context, action: AuditAction): void {
  if (!canAudit(ctx.actor, action)) {
    throw forbidden()
  }
}
