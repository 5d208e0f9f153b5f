import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useTimeWords } from '../../components/Time.tsx'
import { InBoth, SavedFields } from '../settings/SavedMeanwhile.tsx'
import type { Form } from '../use-form.ts'
import { type Pause, usePauseWords } from './pauses.ts'

/** What a colleague saved of this pause meanwhile. */
export function PauseSavedNow({ form, pause }: { form: Form; pause: Pause | null }): ReactNode {
  const t = useTranslations('staffCapacity')
  const timeWords = useTimeWords()
  const { what, takes } = usePauseWords()
  if (!pause) {
    return null
  }
  const { reason, instead } = pause.words
  const about = { name: t('pauses.what'), value: what(pause) }
  const taken = { name: t('pauses.takes'), value: takes(pause) }
  return (
    <SavedFields
      form={form}
      facts={{
        topicId: about,
        practitionerId: about,
        aDay: taken,
        stopsAnswers: taken,
        startsAt: { name: t('pause.from'), value: timeWords(pause.startsAt) },
        endsAt: { name: t('pause.until'), value: timeWords(pause.endsAt) },
        words: {
          name: t('pause.words'),
          value: <InBoth text={{ en: `${reason.en}\n${instead.en}`, fr: `${reason.fr}\n${instead.fr}` }} />,
        },
      }}
    />
  )
}
