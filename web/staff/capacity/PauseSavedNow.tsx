import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ApiProblem } from '../../api/problem.ts'
import { useTimeWords } from '../../components/Time.tsx'
import { type Pause, usePauseWords } from './pauses.ts'
import { SavedNow } from './SavedNow.tsx'

/** What a colleague saved of this pause meanwhile. */
export function PauseSavedNow({ problem, pause }: { problem: ApiProblem | null; pause: Pause | null }): ReactNode {
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
    <SavedNow
      problem={problem}
      facts={{
        topicId: about,
        practitionerId: about,
        aDay: taken,
        stopsAnswers: taken,
        startsAt: { name: t('pause.from'), value: timeWords(pause.startsAt) },
        endsAt: { name: t('pause.until'), value: timeWords(pause.endsAt) },
        words: {
          name: t('pause.words'),
          value: [reason.en, instead.en, reason.fr, instead.fr].map((text) => (
            <span className="typed" key={text} dir="auto">
              {text}
              <br />
            </span>
          )),
        },
      }}
    />
  )
}
