import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { NotFound } from '../../components/Failure.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useRead } from '../read.ts'
import { PauseForm } from './PauseForm.tsx'
import { pausesRoute } from './pauses.ts'
import '../absences/absences.css'
import '../settings/settings.css'

/** One pause, to add (`new`) or to change. */
export function PausePage(): ReactNode {
  const t = useTranslations('staffCapacity')
  const { pauseId = 'new' } = useParams({ strict: false })
  const addresses = useAddresses()
  const can = useCan()
  const pauses = useRead(pausesRoute, {})
  const topics = useRead('GET /api/as/:membershipId/topics', {})
  const people = useRead('GET /api/as/:membershipId/practitioners', {})
  const pause = pauses.data?.items.find(({ id }) => id === pauseId) ?? null
  if (!can.managePractice || (pauses.data && pauseId !== 'new' && !pause)) {
    return (
      <div className="pane">
        <NotFound home={addresses.messaging} />
      </div>
    )
  }
  return (
    <div className="pane">
      <Page
        title={pauseId === 'new' ? t('pause.addTitle') : t('pause.changeTitle')}
        back={{ to: addresses.messaging, label: t('toList') }}
      >
        <Answered answer={pauses}>
          {() => (
            <Answered answer={topics}>
              {({ items }) => (
                <Answered answer={people}>
                  {({ items: colleagues }) => (
                    <PauseForm key={pauseId} pause={pause} topics={items} colleagues={colleagues} />
                  )}
                </Answered>
              )}
            </Answered>
          )}
        </Answered>
      </Page>
    </div>
  )
}
