import { useParams } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { messageFieldIds } from '../../conversation/MessageFields.tsx'
import type { ScheduledSend } from '../../conversation/types.ts'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { useLeaving } from '../later/use-leaving.ts'
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
                        <Writing key={person.id} patient={person} topics={items} begun={begunFor(mine, person.id)} />
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

/** What can still be taken back stands in the place of the form; taken back, or held back, it is in the form anew. */
function Writing({ patient, topics, begun }: Props): ReactNode {
  const t = useTranslations('staffPeople.write')
  const later = useTranslations('staffLater.first')
  const addresses = useAddresses()
  const navigate = useNavigate()
  const [backId, setBackId] = useState<string | null>(null)
  const { leaving, begunId } = useLeaving(patient, setBackId)
  const [sentId, setSentId] = useState<string | null>(null)
  const isShown = backId !== null && !leaving && begun?.id === backId

  useEffect(() => {
    // On what is to be gone on with, once the page shows it again.
    if (isShown) {
      document.getElementById(messageFieldIds.text)?.focus()
      setBackId(null)
    }
  }, [isShown])

  function sent({ id, isUndo }: ScheduledSend): void {
    setSentId(id)
    if (!isUndo) {
      navigate(addresses.later)
    }
  }

  return (
    <>
      <WaitingStarts patient={patient} sentId={sentId} onBack={setBackId} />
      {begunId !== null && (
        <Notice kind="success" heading={t('sent', { name: patient.name })}>
          <Link to={addresses.conversation(begunId)}>{later('open')}</Link>
        </Notice>
      )}
      {!leaving && (
        <WriteTo
          key={begun?.mode == null ? '' : begun.id}
          patient={patient}
          topics={topics}
          saved={begun}
          onSent={sent}
        />
      )}
    </>
  )
}

/** A first message that was begun before, here or on another device. */
function begunFor(drafts: readonly ServerDraft[], patientId: string): ServerDraft | null {
  return drafts.find((draft) => draft.patientId === patientId && draft.conversationId === null) ?? null
}
