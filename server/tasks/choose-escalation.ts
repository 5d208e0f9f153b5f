type Candidate = { id: string; isActing: boolean }

/**
 * Who is told next of a late task: first the inbox's owner, then its backup; whoever is suspended or has left is passed
 * over. Level 2 is the end. `id` is null when there is nobody new to tell.
 */
export function chooseEscalation({ level, owner, backup }: { level: number; owner: Candidate; backup: Candidate }): {
  level: 1 | 2
  id: string | null
} {
  if (level === 0 && owner.isActing) {
    return { level: 1, id: owner.id }
  }
  return { level: 2, id: backup.isActing ? backup.id : null }
}
