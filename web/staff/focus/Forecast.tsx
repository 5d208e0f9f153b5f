import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'

export const planRoute = 'GET /api/as/:membershipId/message-plan'

/** How much waits, how long that takes at one's own pace, and when one's next time for it is. Nothing until it is known. */
export function Forecast(): ReactNode {
  const t = useTranslations('staffFocus.forecast')
  const timeWords = useTimeWords()
  const addresses = useAddresses()
  const { data } = useRead(planRoute, {})
  if (!data) {
    return null
  }
  const { waiting: count, minutes } = data.forecast
  return (
    <div>
      <p>{minutes === null || count === 0 ? t('waiting', { count }) : t('waitingFor', { count, minutes })}</p>
      <p className="soft">
        {data.next && <>{t('next', { when: timeWords(data.next.startsAt) })} </>}
        <Link to={addresses.messagePlan}>{t('plan')}</Link>
      </p>
    </div>
  )
}
