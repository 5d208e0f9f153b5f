import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { useTimeWords } from '../../components/Time.tsx'

export const standingRoute = 'GET /api/as/:membershipId/patients/:patientId/standing'
export type PatientStanding = OutputOf<typeof standingRoute>
/** What these parts need to know of a patient. */
export type Someone = { id: string; name: string; language: 'en' | 'fr' }

/** What keeps a patient from a new message, but for a block, which says more; null when nothing does. */
export function useRefusalWords(): (refusal: PatientStanding['refusal']) => string | null {
  const t = useTranslations('staffCapacity.standing.refusal')
  const timeWords = useTimeWords()
  return (refusal) => {
    if (!refusal || refusal.code === 'blocked') {
      return null
    }
    const { code, until, limit } = refusal
    switch (code) {
      case 'paused':
      case 'cooling-down':
        return until === null ? null : t(code, { when: timeWords(until) })
      case 'no-room':
      case 'full-today':
        return t(code)
      case 'too-many-open':
      case 'too-many-today':
        return limit === null ? null : t(code, { limit })
      default:
        return code satisfies never
    }
  }
}
