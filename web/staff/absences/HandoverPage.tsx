import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { List, ListLink } from '../../components/List.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { Page } from '../../components/Page.tsx'
import { Status } from '../../components/Status.tsx'
import { Time } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useRead, useReadAgain } from '../read.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { useLocalWords } from './use-local-words.ts'
import './absences.css'

type Handover = OutputOf<'GET /api/as/:membershipId/handovers/:absenceId'>
type Item = Handover['items'][number]

/** What happened while the reader was away: counts, then each conversation, what is open and urgent first. */
export function HandoverPage(): ReactNode {
  const t = useTranslations('staffAbsences.handover')
  const { absenceId = '' } = useParams({ strict: false })
  const localWords = useLocalWords()
  const answer = useRead('GET /api/as/:membershipId/handovers/:absenceId', { absenceId })
  const { data } = answer
  return (
    <div className="pane">
      <Page title={t('title')} lead={data && t('lead', { from: localWords(data.from), until: localWords(data.until) })}>
        <Answered answer={answer}>{(handover) => <Told handover={handover} />}</Answered>
      </Page>
    </div>
  )
}

function Told({ handover }: { handover: Handover }): ReactNode {
  const t = useTranslations('staffAbsences.handover')
  const counts = ['came', 'answered', 'open', 'urgent'] as const
  const { items, came, answered, open } = handover
  return (
    <>
      <dl className="card-facts sheet">
        {counts.map((name) => (
          <div className="card-fact" key={name}>
            <dt>{t(name)}</dt>
            <dd>
              {name === 'urgent' && handover.urgent > 0 ? (
                <Status kind="urgent">{handover.urgent}</Status>
              ) : (
                handover[name]
              )}
            </dd>
          </div>
        ))}
      </dl>
      {items.length === 0 ? (
        <EmptyState heading={t('none')} />
      ) : (
        <List label={t('items')}>
          {items.map((item) => (
            <ItemRow key={item.conversationId} item={item} />
          ))}
        </List>
      )}
      {came + answered + open > items.length && items.length >= limits.handoverRows && (
        <p className="soft">{t('more', { count: items.length })}</p>
      )}
      {!handover.isRead && <Finish absenceId={handover.absenceId} />}
    </>
  )
}

function ItemRow({ item }: { item: Item }): ReactNode {
  const t = useTranslations('staffAbsences.handover')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const { patient, topic, subject, isUrgent, isNew, dueAt, cameAt } = item
  return (
    <ListLink
      to={addresses.conversation(item.conversationId)}
      title={patient.name}
      before={
        <>
          {isUrgent && (
            <Status kind="urgent" isStrong>
              {t('urgent')}
            </Status>
          )}
          <StateOf item={item} />
          {isNew && <Status kind="new">{t('isNew')}</Status>}
        </>
      }
    >
      <p>
        <strong>{topic[language]}</strong>
        {subject !== '' && <span className="soft"> {subject}</span>}
      </p>
      <p className="soft small">
        <Time at={cameAt} />
        {dueAt !== null && (
          <>
            {' · '}
            {t('due')} <Time at={dueAt} />
          </>
        )}
      </p>
    </ListLink>
  )
}

function StateOf({ item: { state, by } }: { item: Item }): ReactNode {
  const t = useTranslations('staffAbsences.handover.state')
  if (state === 'open') {
    return <Status kind="waiting">{by ? t('open', { name: by.name }) : t('openInbox')}</Status>
  }
  return <Status kind="done">{by ? t(state, { name: by.name }) : t('endedBySystem')}</Status>
}

function Finish({ absenceId }: { absenceId: string }): ReactNode {
  const t = useTranslations('staffAbsences.handover')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const { tell } = useDone()
  const form = useForm('handover', () => null)

  async function finish(): Promise<void> {
    const finished = await form.run([], () =>
      memberCall('PUT /api/as/:membershipId/handovers/:absenceId/reading', { absenceId }, { isRepeatable: true }),
    )
    if (finished) {
      await readAgain(['GET /api/as/:membershipId/handovers', 'GET /api/as/:membershipId/handovers/:absenceId'])
      tell({ words: t('finished') })
      navigate(addresses.queue('mine'))
    }
  }

  return (
    <>
      <NotSaved form={form} />
      <p>
        <Button look="primary" onClick={() => void finish()} isBusy={form.isBusy}>
          {t('done')}
        </Button>
      </p>
    </>
  )
}
