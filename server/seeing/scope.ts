import type { Actor } from '../access/context.ts'

/** Whose work is looked at: null means any. */
export type Scope = {
  kind: 'practice' | 'inboxes' | 'own'
  careTeamIds: string[] | null
  practitionerId: string | null
}
export type Asked = { careTeamId?: string | undefined; practitionerId?: string | undefined }

/**
 * Administrators see the practice, the owner and the backup of an inbox what is done in it, everybody their own. Null: what was
 * asked for is not theirs to see. Pure: tested as a table.
 */
export function chooseScope(actor: Actor, ownedIds: readonly string[], asked: Asked): Scope | null {
  if (actor.kind !== 'practitioner') {
    return null
  }
  const careTeamIds = asked.careTeamId === undefined ? null : [asked.careTeamId]
  const practitionerId = asked.practitionerId ?? null
  if (actor.role === 'administrator') {
    return { kind: 'practice', careTeamIds, practitionerId }
  }
  if (practitionerId === actor.id || ownedIds.length === 0) {
    return practitionerId === null || practitionerId === actor.id
      ? { kind: ownedIds.length === 0 ? 'own' : 'inboxes', careTeamIds, practitionerId: actor.id }
      : null
  }
  return asked.careTeamId === undefined || ownedIds.includes(asked.careTeamId)
    ? { kind: 'inboxes', careTeamIds: careTeamIds ?? [...ownedIds], practitionerId }
    : null
}
