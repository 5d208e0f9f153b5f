import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { FailedRead } from '../../components/Failure.tsx'
import { Link } from '../../components/Link.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Page } from '../../components/Page.tsx'
import { phoneLink } from '../../components/UrgentLine.tsx'
import { hrefTo, useSearch } from '../../patient-router.tsx'
import { routes } from '../routes.ts'
import { refusalOf, type Writing } from '../use-writing.ts'
import { StopNotice } from './StopNotice.tsx'
import { StoppedPage } from './StoppedPage.tsx'
import { useOnceOpen } from './use-once-open.ts'
import { useSavedDraft, type Found } from './use-saved-draft.ts'
import { useWritingFacts, type Practice, type Topic } from './use-writing-facts.ts'
import { Writing as WritingForm } from './Writing.tsx'

/** Writing about one topic: waits for what it needs, and says so when the topic or the draft is gone. */
export function WritePage({ membershipId, topicId }: { membershipId: string; topicId: string }): ReactNode {
  const t = useTranslations('patient.write')
  const draftId = useSearch().get('draft')
  const { facts, problem, reload } = useWritingFacts(membershipId)
  const found = useSavedDraft(membershipId, draftId)
  const home = hrefTo(routes.home, { membershipId })
  const topics = hrefTo(routes.topic, { membershipId })

  if (found.problem?.status === 404) {
    return (
      <Page title={t('draftGoneTitle')} lead={t('draftGone')}>
        <p className="row">
          <Link to={home} look="primary">
            {t('toHome')}
          </Link>
          <Link to={topics}>{t('writeNew')}</Link>
        </p>
      </Page>
    )
  }
  const failure = found.problem ?? (facts ? undefined : problem)
  if (!facts || found.saved === undefined) {
    return (
      <Page title={t('title')} back={{ to: topics }}>
        {failure ? <FailedRead problem={failure} onRetry={found.problem ? found.retry : reload} /> : <Loading />}
      </Page>
    )
  }
  const topic = facts.topics.find(({ id }) => id === topicId)
  if (!topic) {
    return (
      <Page
        title={t('topicClosedTitle')}
        lead={t.rich('topicClosed', { phone: facts.practice.phone, call: phoneLink(facts.practice.phone) })}
      >
        <p>
          <Link to={draftId ? `${topics}?${new URLSearchParams({ draft: draftId })}` : topics} look="primary">
            {t('otherTopic')}
          </Link>
        </p>
      </Page>
    )
  }
  return <OpenOrStopped membershipId={membershipId} topic={topic} {...facts} saved={found.saved} />
}

type Props = {
  membershipId: string
  topic: Topic
  practice: Practice
  writing: Writing | undefined
  saved: NonNullable<Found['saved']> | null
}

/** Stopped before anything was written: said in place of the form. Stopped meanwhile: said above it, and the words stay. */
function OpenOrStopped({ membershipId, topic, practice, writing, saved }: Props): ReactNode {
  const refusal = refusalOf(writing, { act: 'start', topicId: topic.id })
  const stop = writing && refusal ? { writing, refusal } : null
  const hasBegun = useOnceOpen(stop === null)
  const shared = { membershipId, topic, practice }
  return stop && !hasBegun ? (
    <StoppedPage {...shared} {...stop} draft={saved} />
  ) : (
    <WritingForm {...shared} saved={saved} stop={stop && <StopNotice {...stop} act="start" />} />
  )
}
