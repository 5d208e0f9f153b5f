import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useRead } from '../../api/use-read.ts'
import { FailedRead } from '../../components/Failure.tsx'
import { Link } from '../../components/Link.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { hrefTo } from '../../patient-router.tsx'
import { useMember } from '../Member.tsx'
import { routes } from '../routes.ts'
import { justSent } from './just-sent.ts'
import { useWritingFacts } from './use-writing-facts.ts'
import { WhenToWrite } from './WhenToWrite.tsx'

/** Your message was sent: to whom, by when an answer comes, what happens next. */
export function SentPage(props: { membershipId: string; conversationId: string }): ReactNode {
  const { membershipId, conversationId } = props
  const t = useTranslations('patient.sent')
  const known = justSent(conversationId)
  const { data, problem, reload } = useRead(
    'GET /api/as/:membershipId/conversations/:conversationId',
    known ? null : { membershipId, conversationId },
  )
  const isReplied = data?.messages.some(({ kind }) => kind === 'rule-reply') ?? false
  const sent = known ?? (data && { dueAt: data.dueAt, team: data.careTeam.name, isReplied })
  if (!sent) {
    return (
      <Page title={t('title')}>
        {problem ? <FailedRead problem={problem} onRetry={() => void reload()} /> : <Loading />}
      </Page>
    )
  }
  return <Confirmation {...props} {...sent} />
}

type Props = { membershipId: string; conversationId: string; dueAt: string | null; team: string; isReplied: boolean }

function Confirmation({ membershipId, conversationId, dueAt, team, isReplied }: Props): ReactNode {
  const t = useTranslations('patient.sent')
  const timeWords = useTimeWords()
  const { practice } = useMember()
  const { facts } = useWritingFacts(membershipId)
  return (
    <Page title={t('title')}>
      <Notice kind="success" heading={t('to', { team, clinic: practice.name })}>
        {dueAt && t('expect', { when: timeWords(dueAt) })}
      </Notice>
      {isReplied && (
        <Notice kind="info" heading={t('replied', { clinic: practice.name })}>
          <Link to={hrefTo(routes.conversation, { membershipId, conversationId })}>{t('readReply')}</Link>
        </Notice>
      )}
      <section className="stack" aria-labelledby="next">
        <h2 id="next">{t('nextTitle')}</h2>
        <ul>
          <li>{t('next1')}</li>
          <li>{t('next2')}</li>
          <li>{t('next3')}</li>
        </ul>
      </section>
      {facts && <WhenToWrite practice={facts.practice} />}
      <p className="row">
        <Link to={hrefTo(routes.home, { membershipId })} look="primary">
          {t('home')}
        </Link>
        <Link to={hrefTo(routes.conversation, { membershipId, conversationId })}>{t('see')}</Link>
      </p>
    </Page>
  )
}
