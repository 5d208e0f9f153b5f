export type Alarm = {
  /** 0: nobody's turn yet. 1: the backup's. 2: the owner's too. */
  level: 0 | 1 | 2
  /** Who is told now. */
  tell: string[]
  /** When it is somebody's turn next; null when it is nobody's any more, or when somebody is looked for again. */
  nextAt: Date | null
}

/**
 * Who is told of a check that nobody has done: the backup when it is missed, the owner after as long again; or, of either, who
 * stands in for them. `null` is one who is away with nobody in their place, or cannot act: the other is told at once. While
 * nobody is there for a turn it stays open. The minutes really pass, so that both turns come before the next check does.
 */
export function chooseAlarm({
  lateAt,
  graceMinutes,
  level,
  backupId,
  ownerId,
  now,
}: {
  lateAt: Date
  graceMinutes: number
  level: number
  backupId: string | null
  ownerId: string | null
  now: Date
}): Alarm {
  const ownerAt = new Date(lateAt.getTime() + graceMinutes * 60_000)
  if (now < lateAt) {
    return { level: 0, tell: [], nextAt: lateAt }
  }
  const isOwnersTurn = now >= ownerAt || backupId === null
  const tell = [
    ...(level < 1 && backupId !== null ? [backupId] : []),
    ...(level < 2 && isOwnersTurn && ownerId !== null ? [ownerId] : []),
  ]
  if (isOwnersTurn && ownerId !== null) {
    return { level: 2, tell, nextAt: null }
  }
  const isBackupTold = level >= 1 || backupId !== null
  return { level: level >= 2 ? 2 : isBackupTold ? 1 : 0, tell, nextAt: isOwnersTurn ? null : ownerAt }
}
