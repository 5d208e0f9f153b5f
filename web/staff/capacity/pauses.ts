import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'

export const pausesRoute = 'GET /api/as/:membershipId/pauses'
export type Pause = OutputOf<typeof pausesRoute>['items'][number]

/** A pause in words: what it is about, and what is still taken. */
export function usePauseWords(): { what: (pause: Pause) => string; takes: (pause: Pause) => string } {
  const t = useTranslations('staffCapacity.pauses')
  const { language } = useLanguage()
  return {
    what: ({ topic, topicId, practitioner, practitionerId }) => {
      if (topicId !== null) {
        return t('topic', { name: topic?.[language] ?? '' })
      }
      return practitionerId === null ? t('everything') : t('person', { name: practitioner?.name ?? '' })
    },
    takes: ({ aDay, stopsAnswers }) => {
      if (aDay !== null) {
        return t('aDay', { count: aDay })
      }
      return stopsAnswers ? t('nothingAtAll') : t('nothing')
    },
  }
}

/** As the clock stands here: a pause ends on the page as it ends. */
export function isInForce({ startsAt, endsAt }: Pause, now: Date): boolean {
  return new Date(startsAt) <= now && now < new Date(endsAt)
}
