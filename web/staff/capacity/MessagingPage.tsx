import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Page } from '../../components/Page.tsx'
import { CoachingTexts } from './CoachingTexts.tsx'
import { PatientLimits } from './PatientLimits.tsx'
import { PauseList } from './PauseList.tsx'
import '../settings/settings.css'

/** How many messages the clinic takes, and from each patient: everybody reads it, an administrator changes it. */
export function MessagingPage(): ReactNode {
  const t = useTranslations('staffCapacity')
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <PauseList />
        <PatientLimits />
        <CoachingTexts />
      </Page>
    </div>
  )
}
