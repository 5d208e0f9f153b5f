import { limits } from '../../shared/limits.ts'
import { instantOf } from '../absences/local-time.ts'

type Asked = {
  /** 'YYYY-MM-DDTHH:MM' on the practice's clock. */
  typed: string | undefined
  timeZone: string
  now: Date
  /** By when the answer to the patient is due. */
  dueAt: Date
  /** When that has passed. */
  otherwise: Date
}

/** By when a clinician's answer is needed: as typed, or as the answer is due; or why it cannot be so. */
export function neededBy(asked: Asked): { at: Date } | { problem: string; limit?: number } {
  const { typed, timeZone, now, dueAt, otherwise } = asked
  if (typed === undefined) {
    return { at: dueAt > now ? dueAt : otherwise }
  }
  const at = instantOf(timeZone, typed)
  if (at === null) {
    return { problem: 'date' }
  }
  if (at <= now) {
    return { problem: 'in-the-past' }
  }
  return at.getTime() > now.getTime() + limits.consultDays * 86_400_000
    ? { problem: 'too-far-ahead', limit: limits.consultDays }
    : { at }
}
