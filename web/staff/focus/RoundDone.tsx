import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { Answered } from '../Answered.tsx'
import { useRead } from '../read.ts'

const roundRoute = 'GET /api/as/:membershipId/focus/round'
type Round = OutputOf<typeof roundRoute>
const counts = ['answered', 'assigned', 'deferred', 'passed'] as const

/** What was done in a round or a time for messages, what is left, and how long it took; kindly and in numbers. */
export function RoundDone(props: { title: string; since: string; until?: string; heading?: ReactNode }): ReactNode {
  const t = useTranslations('staffFocus.round')
  const { title, since, until, heading } = props
  const answer = useRead(roundRoute, { since, ...(until !== undefined && { until }) })
  return (
    <Answered answer={answer}>
      {(round) => {
        const done = counts.filter((name) => round[name] > 0)
        return (
          <section className="sheet stack" aria-label={title}>
            {heading}
            {done.length === 0 ? (
              <p>{until === undefined ? t('nothing') : t('nothingThen')}</p>
            ) : (
              <>
                <ul className="plain-list">
                  {done.map((name) => (
                    <li key={name}>{t(name, { count: round[name] })}</li>
                  ))}
                </ul>
                <Took round={round} />
                <p>{t('thanks')}</p>
              </>
            )}
            <p>{t('left', { count: round.left })}</p>
            {round.touches && <p className="soft">{t('touches', round.touches)}</p>}
          </section>
        )
      }}
    </Answered>
  )
}

/** Beside one's own pace until then, where that is known. */
function Took({ round: { tookMinutes: minutes, forecastMinutes: forecast, answered } }: { round: Round }): ReactNode {
  const t = useTranslations('staffFocus.round')
  if (minutes === null) {
    return null
  }
  return <p>{forecast === null ? t('took', { minutes }) : t('tookAgainst', { minutes, forecast, count: answered })}</p>
}
