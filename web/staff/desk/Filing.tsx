import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Status } from '../../components/Status.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { Fact } from './PatientCard.tsx'
import { useFilingProblem } from './filing-words.ts'
import type { Work, Worked } from './use-conversation.ts'
import type { ConversationActs } from './use-conversation-acts.ts'

/** Whether this is in the chart, with the receipt; and filing it as it stands now. */
export function Filing({ conversation, acts }: { conversation: Worked; acts: ConversationActs }): ReactNode {
  const t = useTranslations('staff.filing')
  const { filing } = conversation.work
  const isWaiting = filing?.status === 'requested'
  return (
    <section className="sheet filing" aria-labelledby="filing">
      <h2 id="filing">{t('title')}</h2>
      {filing ? <State filing={filing} /> : <p className="soft">{t('never')}</p>}
      {conversation.can.file && !isWaiting && (
        <p className="screen-only">
          <Button onClick={() => void acts.fileNow()} isBusy={acts.isBusy} aria-keyshortcuts="f">
            {filing?.status === 'failed' ? t('again') : t('now')}
          </Button>
        </p>
      )}
    </section>
  )
}

function State({ filing }: { filing: NonNullable<Work['filing']> }): ReactNode {
  const t = useTranslations('staff.filing')
  const timeWords = useTimeWords()
  const filingProblem = useFilingProblem()
  switch (filing.status) {
    case 'requested':
      return (
        <>
          <Status kind="waiting">{t('waiting', { when: timeWords(filing.requestedAt) })}</Status>
          {filing.problem && <p>{filingProblem(filing.problem)}</p>}
        </>
      )
    case 'failed':
      return (
        <>
          <Status kind="late" isStrong>
            {t('failed')}
          </Status>
          <p>{filingProblem(filing.problem ?? '')}</p>
        </>
      )
    case 'filed':
      return (
        <>
          <Status kind={filing.isStale ? 'late' : 'done'}>{filing.isStale ? t('stale') : t('filed')}</Status>
          <dl className="card-facts receipt">
            {filing.filedAt && <Fact name={t('when')}>{timeWords(filing.filedAt)}</Fact>}
            {filing.location && <Fact name={t('where')}>{filing.location}</Fact>}
            {filing.sha256 && (
              <Fact name={t('checksum')}>
                <code>{filing.sha256}</code>
              </Fact>
            )}
          </dl>
        </>
      )
    default:
      return filing.status satisfies never
  }
}
