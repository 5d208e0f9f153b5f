/**
 * Who is told next of a late task: first the inbox's owner, then its backup; or, of either, who stands in for them while
 * they are away. `null` stands for one who is suspended, has left, or is away with nobody in their place: they are passed
 * over. Level 2 is the end. `id` is null when there is nobody new to tell.
 */
export function chooseEscalation({
  level,
  ownerId,
  backupId,
}: {
  level: number
  ownerId: string | null
  backupId: string | null
}): { level: 1 | 2; id: string | null } {
  if (level === 0 && ownerId !== null) {
    return { level: 1, id: ownerId }
  }
  return { level: 2, id: backupId }
}
