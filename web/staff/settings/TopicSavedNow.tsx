import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Form } from '../use-form.ts'
import { InBoth, SavedFields } from './SavedMeanwhile.tsx'
import { answersOf, numberNames, type NumberName } from './topic-answers.ts'
import type { Topic } from './TopicsPage.tsx'

export const topicLabels = {
  characters: 'characters',
  words: 'words',
  files: 'files',
  replyHours: 'replyHours',
  remindAfterHours: 'remindHours',
  remindAgainAfterHours: 'remindAgainHours',
  contactAfterHours: 'contactHours',
  importantAfterHours: 'importantHours',
  reopenDays: 'reopenDays',
} as const satisfies Record<NumberName, string>

/** What a colleague saved of this topic meanwhile. */
export function TopicSavedNow({ form, topic }: { form: Form; topic: Topic }): ReactNode {
  const t = useTranslations('staffPractice.topics')
  const capacity = useTranslations('staffCapacity')
  const { numbers, ...words } = answersOf(topic)
  const none = (name: NumberName) => (name === 'words' ? capacity('savedNone') : t('oneReminder'))
  return (
    <SavedFields
      form={form}
      facts={{
        ...Object.fromEntries(
          (['name', 'help', 'urgentHelp'] as const).map((name) => [
            name,
            { name: t(name), value: <InBoth text={words[name]} /> },
          ]),
        ),
        ...Object.fromEntries(
          numberNames.map((name) => [
            // The contract counts minutes; people count hours.
            name === 'replyHours' ? 'replyWithinMinutes' : name,
            { name: t(topicLabels[name]), value: numbers[name] || none(name) },
          ]),
        ),
        careTeamId: { name: t('inbox'), value: topic.careTeam.name },
        keyword: { name: t('keyword'), value: topic.keyword },
        isOpen: { name: t('state'), value: topic.isOpen ? t('open') : t('closed') },
      }}
    />
  )
}
