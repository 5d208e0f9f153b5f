import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { forecastMinutes } from '../../../shared/forecast.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Link } from '../../components/Link.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'

export const planRoute = 'GET /api/as/:membershipId/message-plan'
export type Plan = OutputOf<typeof planRoute>

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

/** What nobody has yet of an inbox, and how long that takes at one's own pace. Nothing until it is known, or where all is taken. */
export function InboxForecast({ careTeamId }: { careTeamId: string }): ReactNode {
  const t = useTranslations('staffFocus.forecast')
  const { data: plan } = useRead(planRoute, {})
  const { data } = useRead('GET /api/as/:membershipId/inboxes', {})
  const count = data?.inboxes.find(({ careTeam }) => careTeam.id === careTeamId)?.unclaimed ?? 0
  if (!plan || count === 0) {
    return null
  }
  const { eachMinutes } = plan.forecast
  return (
    <p className="small">
      {eachMinutes === null
        ? t('unclaimed', { count })
        : t('unclaimedFor', { count, minutes: forecastMinutes(count, eachMinutes) })}
    </p>
  )
}
