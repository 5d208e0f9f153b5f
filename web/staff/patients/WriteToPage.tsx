import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import type { ServerDraft } from './use-start.ts'
import { WriteTo } from './WriteTo.tsx'

/** The clinic begins a conversation with a patient. */
export function WriteToPage(): ReactNode {
  const t = useTranslations('staffPeople.write')
  const { patientId = '' } = useParams({ strict: false })
  const addresses = useAddresses()
  const patient = useRead('GET /api/as/:membershipId/patients/:patientId', { patientId })
  const topics = useRead('GET /api/as/:membershipId/topics', {})
  const drafts = useRead('GET /api/as/:membershipId/drafts', {})
  const practice = useRead('GET /api/as/:membershipId/practice', {})
  const name = patient.data?.name ?? ''
  return (
    <div className="pane">
      <Page title={t('title', { name })} back={{ to: addresses.patient(patientId), label: name }}>
        <Answered answer={patient}>
          {(person) => (
            <>
              {person.status !== 'confirmed' && <Notice kind="info">{t('noAccount')}</Notice>}
              {practice.data?.isLive === false && <Notice kind="urgent">{t('notLive')}</Notice>}
              <Answered answer={topics}>
                {({ items }) =>
                  items.length === 0 ? (
                    <EmptyState heading={t('noTopics')} />
                  ) : (
                    <Answered answer={drafts}>
                      {({ items: mine }) => (
                        <WriteTo key={person.id} patient={person} topics={items} saved={begunFor(mine, person.id)} />
                      )}
                    </Answered>
                  )
                }
              </Answered>
            </>
          )}
        </Answered>
      </Page>
    </div>
  )
}

/** A first message that was begun before, here or on another device. */
function begunFor(drafts: readonly ServerDraft[], patientId: string): ServerDraft | null {
  return drafts.find((draft) => draft.patientId === patientId && draft.conversationId === null) ?? null
}
