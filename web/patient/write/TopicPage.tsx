import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Form, useForm } from '../../account/use-form.tsx'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/controls.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { FailedRead } from '../../components/Failure.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Link } from '../../components/Link.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { Page } from '../../components/Page.tsx'
import { phoneLink } from '../../components/UrgentLine.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { hrefTo, useSearch } from '../../patient-router.tsx'
import { routes } from '../routes.ts'
import { refusalOf, type Writing } from '../use-writing.ts'
import { NotNow, StoppedTopics } from './StoppedTopics.tsx'
import { useWritingFacts, type Practice, type Topic } from './use-writing-facts.ts'
import { WhenToWrite } from './WhenToWrite.tsx'
import { writeHref } from './write-href.ts'

/** What is it about: one topic of the clinic's list. */
export function TopicPage({ membershipId }: { membershipId: string }): ReactNode {
  const t = useTranslations('patient.topic')
  const { facts, problem, reload } = useWritingFacts(membershipId)
  const home = hrefTo(routes.home, { membershipId })
  if (!facts) {
    return (
      <Page title={t('title')} back={{ to: home }}>
        {problem ? <FailedRead problem={problem} onRetry={reload} /> : <Loading />}
      </Page>
    )
  }
  const { writing, topics, practice } = facts
  if (topics.length === 0) {
    return <NoTopics practice={practice} home={home} />
  }
  return writing?.start ? (
    <AllStopped {...{ topics, practice, home, writing }} />
  ) : (
    <Question {...facts} membershipId={membershipId} home={home} />
  )
}

type Props = {
  membershipId: string
  topics: readonly Topic[]
  practice: Practice
  writing: Writing | undefined
  home: string
}

function Question({ membershipId, topics, practice, writing, home }: Props): ReactNode {
  const t = useTranslations('patient.topic')
  const common = useTranslations('common.buttons')
  const { language } = useLanguage()
  const navigate = useNavigate()
  const search = useSearch()
  const form = useForm()
  const [topicId, setTopicId] = useState(search.get('topic'))
  const open = topics.filter(({ id }) => refusalOf(writing, { act: 'start', topicId: id }) === null)
  const isThere = open.some(({ id }) => id === topicId)

  const submit = () =>
    form.submit({
      check: () => (isThere ? [] : [{ id: 'topic', text: t('missing') }]),
      act: async () => navigate(writeHref({ membershipId, topicId: topicId ?? '', draftId: search.get('draft') })),
      explain: () => [],
    })

  return (
    <Page title={t('title')} back={{ to: home }} hasError={form.errors.length > 0}>
      <WhenToWrite practice={practice} />
      <Form form={form} onSubmit={submit}>
        <Choices
          id="topic"
          name="topic"
          label={t('label')}
          options={open.map((topic) => ({
            value: topic.id,
            label: topic.name[language],
            hint: topic.help[language],
          }))}
          value={isThere ? topicId : null}
          onChange={setTopicId}
          error={form.errorOf('topic')}
        />
        <p>
          <Button type="submit" look="primary">
            {common('continue')}
          </Button>
        </p>
      </Form>
      {writing && <NotNow topics={topics} writing={writing} />}
    </Page>
  )
}

/** No topic can be begun about for now: what stops it, and where to go instead. */
function AllStopped({
  topics,
  practice,
  home,
  writing,
}: Omit<Props, 'membershipId'> & { writing: Writing }): ReactNode {
  const t = useTranslations('patientWriting')
  return (
    <Page title={t('topics.none')} back={{ to: home }}>
      <WhenToWrite practice={practice} />
      <StoppedTopics topics={topics} writing={writing} />
      <p>
        <Link to={home} look="primary">
          {t('toHome')}
        </Link>
      </p>
    </Page>
  )
}

/** The clinic takes no messages at the moment. */
function NoTopics({ practice, home }: { practice: Practice; home: string }): ReactNode {
  const t = useTranslations('patient.topic')
  return (
    <Page title={t('title')} back={{ to: home }}>
      <WhenToWrite practice={practice} />
      <EmptyState heading={t('noneTitle')}>
        {t.rich('none', { clinic: practice.name, phone: practice.phone, call: phoneLink(practice.phone) })}
      </EmptyState>
    </Page>
  )
}
