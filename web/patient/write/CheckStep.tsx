import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { SummaryList, SummaryRow } from '../../components/SummaryList.tsx'
import { SendProblems } from '../../conversation/SendProblems.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { hrefTo } from '../../patient-router.tsx'
import { routes } from '../routes.ts'
import type { StepProps } from './MessageStep.tsx'
import { WhenToWrite } from './WhenToWrite.tsx'
import { topicHref, writeHref } from './write-href.ts'

type Props = StepProps & {
  /** Of the conversation an earlier try may have made. */
  conversationId: string | undefined
  isSending: boolean
  onSend: () => Promise<void>
}

/** Check your message: to whom, about what, which words, which files; then it is sent. */
export function CheckStep(props: Props): ReactNode {
  const t = useTranslations('patient.check')
  const { language } = useLanguage()
  const { place, topic, practice, now, problem, conversationId, isSending, onSend } = props
  const message = writeHref(place)
  const { membershipId } = place

  return (
    <Page title={t('title')} back={{ to: message }} hasError={problem !== null}>
      <SendProblems problem={problem} />
      {problem?.kind === 'alreadySent' && conversationId && (
        <p>
          <Link to={hrefTo(routes.conversation, { membershipId, conversationId })}>{t('seeSent')}</Link>
        </p>
      )}
      <WhenToWrite practice={practice} />
      {props.stop}
      <SummaryList>
        <SummaryRow name={t('to')}>{t('toWhom', { team: topic.careTeam.name, clinic: practice.name })}</SummaryRow>
        <SummaryRow name={t('topic')} changeAt={topicHref(place)}>
          {topic.name[language]}
        </SummaryRow>
        <SummaryRow name={t('subject')} changeAt={message}>
          {now.subject.trim() === '' ? (
            <span className="soft">{t('none')}</span>
          ) : (
            <span dir="auto">{now.subject}</span>
          )}
        </SummaryRow>
        <SummaryRow name={t('message')} changeAt={message}>
          <p className="typed" dir="auto">
            {now.text}
          </p>
        </SummaryRow>
        {topic.files > 0 && (
          <SummaryRow name={t('files')} changeAt={message}>
            {now.files.length === 0 ? (
              <span className="soft">{t('none')}</span>
            ) : (
              <ul className="plain-list">
                {now.files.map(({ id, fileName }) => (
                  <li key={id}>{fileName}</li>
                ))}
              </ul>
            )}
          </SummaryRow>
        )}
      </SummaryList>
      <p>{t('who')}</p>
      <p>
        <Button look="primary" isBusy={isSending} busyLabel={t('sending')} onClick={() => void onSend()}>
          {problem ? t('again') : t('send')}
        </Button>
      </p>
    </Page>
  )
}
