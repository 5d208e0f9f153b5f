import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { hrefTo } from '../../patient-router.tsx'
import { routes } from '../routes.ts'
import type { Refusal, Writing } from '../use-writing.ts'
import { KeptWords } from './KeptWords.tsx'
import { StopNotice } from './StopNotice.tsx'
import type { Practice, Topic } from './use-writing-facts.ts'
import { WhenToWrite } from './WhenToWrite.tsx'
import { topicHref } from './write-href.ts'

type Props = {
  membershipId: string
  topic: Topic
  practice: Practice
  writing: Writing
  refusal: Refusal
  /** What was begun before it was stopped. */
  draft: { id: string; text: string } | null
}

/** In place of the form: nobody is let write what cannot be sent. */
export function StoppedPage({ membershipId, topic, practice, writing, refusal, draft }: Props): ReactNode {
  const t = useTranslations('patientWriting')
  const write = useTranslations('patient.write')
  const message = useTranslations('patient.message')
  const { language } = useLanguage()
  const topics = topicHref({ membershipId, topicId: topic.id, draftId: draft?.id ?? null })
  return (
    <Page title={write('title')} lead={message('about', { topic: topic.name[language] })} back={{ to: topics }}>
      <WhenToWrite practice={practice} />
      <StopNotice refusal={refusal} writing={writing} act="start" />
      {draft && <KeptWords text={draft.text} />}
      <p className="row">
        <Link to={hrefTo(routes.home, { membershipId })} look="primary">
          {t('toHome')}
        </Link>
        {writing.start === null && <Link to={topics}>{t('otherTopic')}</Link>}
      </p>
    </Page>
  )
}
