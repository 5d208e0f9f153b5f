import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { NotFound } from '../../components/Failure.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RotationForm } from './RotationForm.tsx'
import './absences.css'

/** One rotation, to add (`new`) or to change. */
export function RotationPage(): ReactNode {
  const t = useTranslations('staffAbsences')
  const { rotationId = 'new' } = useParams({ strict: false })
  const addresses = useAddresses()
  const list = useRead('GET /api/as/:membershipId/absences', {})
  const inboxes = useRead('GET /api/as/:membershipId/care-teams', {})
  const people = useRead('GET /api/as/:membershipId/practitioners', {})
  const rotation = list.data?.rotations.find(({ id }) => id === rotationId) ?? null
  if (list.data && rotationId !== 'new' && !rotation?.canChange) {
    return (
      <div className="pane">
        <NotFound home={addresses.absences} />
      </div>
    )
  }
  return (
    <div className="pane">
      <Page
        title={
          rotationId === 'new' ? t('rotation.addTitle') : t('rotation.changeTitle', { name: rotation?.who.name ?? '' })
        }
        lead={t('rotation.lead')}
        back={{ to: addresses.absences, label: t('toList') }}
      >
        <Answered answer={list}>
          {() => (
            <Answered answer={people}>
              {({ items: colleagues }) => (
                <Answered answer={inboxes}>
                  {({ items }) => (
                    <RotationForm key={rotationId} rotation={rotation} colleagues={colleagues} inboxes={items} />
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
