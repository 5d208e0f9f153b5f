import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { NotFound } from '../../components/Failure.tsx'
import { Page } from '../../components/Page.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { TopicForm } from './TopicForm.tsx'

/** One topic, to add (`new`) or to change. */
export function TopicPage(): ReactNode {
  const t = useTranslations('staffPractice.topics')
  const { topicId = 'new' } = useParams({ strict: false })
  const { language } = useLanguage()
  const addresses = useAddresses()
  const topics = useRead('GET /api/as/:membershipId/topics', {})
  const inboxes = useRead('GET /api/as/:membershipId/care-teams', {})
  const topic = topics.data?.items.find(({ id }) => id === topicId) ?? null
  if (topics.data && !topic && topicId !== 'new') {
    return (
      <div className="pane">
        <NotFound home={addresses.topics} />
      </div>
    )
  }
  return (
    <div className="pane">
      <Page
        title={topicId === 'new' ? t('addTitle') : t('changeTitle', { name: topic?.name[language] ?? '' })}
        back={{ to: addresses.topics, label: t('toList') }}
      >
        <Answered answer={topics}>
          {() => (
            <Answered answer={inboxes}>
              {({ items }) => <TopicForm key={topicId} topic={topic} inboxes={items} />}
            </Answered>
          )}
        </Answered>
      </Page>
    </div>
  )
}
