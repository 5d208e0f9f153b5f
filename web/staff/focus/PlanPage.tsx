import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useMembership } from '../membership.tsx'
import { useRead } from '../read.ts'
import { CalendarFeed } from './CalendarFeed.tsx'
import { planRoute } from './Forecast.tsx'
import { PlanForm } from './PlanForm.tsx'
import '../settings/settings.css'

/** When in the week one answers messages, and these times in one's own calendar. */
export function PlanPage(): ReactNode {
  const t = useTranslations('staffFocus')
  const { timeZone } = useMembership().practice
  const addresses = useAddresses()
  const answer = useRead(planRoute, {})
  return (
    <div className="pane">
      <Page title={t('plan.title')} lead={t('plan.lead')} back={{ to: addresses.focus, label: t('title') }}>
        <p className="soft">{t('plan.clock', { timeZone })}</p>
        <Answered answer={answer}>
          {(plan) => (
            <>
              <PlanForm plan={plan} />
              <CalendarFeed madeAt={plan.feed?.madeAt ?? null} />
            </>
          )}
        </Answered>
      </Page>
    </div>
  )
}
