/**
 * Who is told next of a late task: first the inbox's owner, then its backup, then the administrators of the practice, who
 * are told together; of the first two, who stands in for them while they are away. `null` stands for one who is suspended,
 * has left, or is away with nobody in their place: they are passed over. Level 3 is the end, unless nobody of the inbox could
 * be told until then: whoever is there first still is. `id` is null when there is nobody of the inbox to tell.
 */
export function chooseEscalation({
  level,
  ownerId,
  backupId,
}: {
  level: number
  ownerId: string | null
  backupId: string | null
}): { level: 1 | 2 | 3; id: string | null } {
  if (level === 0 && ownerId !== null) {
    return { level: 1, id: ownerId }
  }
  if (level < 2 && backupId !== null) {
    return { level: 2, id: backupId }
  }
  return { level: 3, id: level === 3 ? (ownerId ?? backupId) : null }
}
