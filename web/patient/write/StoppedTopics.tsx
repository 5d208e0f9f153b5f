import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { refusalOf, type Refusal, type Writing } from '../use-writing.ts'
import { StopNotice } from './StopNotice.tsx'
import type { Topic } from './use-writing-facts.ts'

/** The topics that nobody can begin about for now, with one notice for all that the same thing stops. */
export function StoppedTopics({ topics, writing }: { topics: readonly Topic[]; writing: Writing }): ReactNode {
  const { language } = useLanguage()
  return stopsOf(topics, writing).map(({ refusal, stopped }) => (
    <StopNotice
      key={stopped[0]?.id}
      refusal={refusal}
      writing={writing}
      act="start"
      {...(stopped.length < topics.length && { topics: stopped.map(({ name }) => name[language]) })}
    />
  ))
}

/** The same, with a heading of its own below the topics that are open. */
export function NotNow(props: { topics: readonly Topic[]; writing: Writing }): ReactNode {
  const t = useTranslations('patientWriting.topics')
  return (
    stopsOf(props.topics, props.writing).length > 0 && (
      <section className="stack" aria-labelledby="not-now">
        <h2 id="not-now">{t('notNow')}</h2>
        <StoppedTopics {...props} />
      </section>
    )
  )
}

function stopsOf(topics: readonly Topic[], writing: Writing): { refusal: Refusal; stopped: Topic[] }[] {
  const stops = new Map<string, { refusal: Refusal; stopped: Topic[] }>()
  for (const topic of topics) {
    const refusal = refusalOf(writing, { act: 'start', topicId: topic.id })
    if (refusal) {
      const same = stops.get(JSON.stringify(refusal)) ?? { refusal, stopped: [] }
      same.stopped.push(topic)
      stops.set(JSON.stringify(refusal), same)
    }
  }
  return [...stops.values()]
}
