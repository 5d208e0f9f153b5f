import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { WaitingStarts } from '../later/WaitingStarts.tsx'
import type { Patient } from './use-patients.ts'
import type { ServerDraft } from './use-start.ts'
import { type Topics, WriteTo } from './WriteTo.tsx'

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
                        <Writing patient={person} topics={items} begun={begunFor(mine, person.id)} />
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

type Props = { patient: Patient; topics: Topics; begun: ServerDraft | null }

/** What was taken back, or did not go out, is in the form anew. */
function Writing({ patient, topics, begun }: Props): ReactNode {
  return (
    <>
      <WaitingStarts patient={patient} />
      <WriteTo
        key={`${patient.id} ${begun?.mode == null ? '' : begun.id}`}
        patient={patient}
        topics={topics}
        saved={begun}
      />
    </>
  )
}

/** A first message that was begun before, here or on another device. */
function begunFor(drafts: readonly ServerDraft[], patientId: string): ServerDraft | null {
  return drafts.find((draft) => draft.patientId === patientId && draft.conversationId === null) ?? null
}
