import { type AuditEntry, parseAuditEntry } from '../access/audit-entry.ts'

/** The term of acts for which a reason was stated. No act has this name: theirs have a dot. */
export const flagged = 'flagged'

/** What an entry is found by: its act, the ids of whoever acted and of everybody and everything it was about, and the flag. */
export function termsOf(payload: Uint8Array): string[] {
  const entry = readEntry(payload)
  if (entry === null) {
    return []
  }
  const { act, actor, object, onBehalfOf, patient, env = [], reason } = entry
  const ids = [actor.member ?? actor.account, object?.id, onBehalfOf, ...patient, ...env.map(({ row }) => row)]
  return [...new Set([act, ...ids.filter((id) => id !== undefined), ...(reason === undefined ? [] : [flagged])])]
}

/** Null for what is no entry: somebody put it there, and verification says so. It must not keep the rest from being sealed. */
export function readEntry(payload: Uint8Array): AuditEntry | null {
  try {
    return parseAuditEntry(payload)
  } catch {
    return null
  }
}
