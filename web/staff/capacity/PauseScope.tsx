import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { clinicalRoles } from '../../../shared/people.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Checkbox, Choices, Select, TextField } from '../../components/controls.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import type { Topic } from '../settings/TopicsPage.tsx'
import { abouts } from './pause-answers.ts'
import type { PartProps } from './PauseForm.tsx'

type Colleague = OutputOf<'GET /api/as/:membershipId/practitioners'>['items'][number]
type Props = PartProps & { topics: readonly Topic[]; colleagues: readonly Colleague[] }

/** What a pause is about, and what is still taken meanwhile. */
export function PauseScope({ topics, colleagues, ...parts }: Props): ReactNode {
  const t = useTranslations('staffCapacity.pause')
  const { language } = useLanguage()
  const { form, answers, change } = parts
  const people = colleagues.filter(({ role }) => clinicalRoles.includes(role))
  return (
    <>
      <Choices
        name="about"
        label={t('about')}
        value={answers.about}
        onChange={(about) => change({ about })}
        options={abouts.map((value) => ({ value, label: t(`abouts.${value}`) }))}
      />
      {answers.about === 'topic' && (
        <Select
          id={form.id('topicId')}
          label={t('topic')}
          error={form.error('topicId')}
          value={answers.topicId}
          onChange={(event) => change({ topicId: event.target.value })}
          options={[
            { value: '', label: t('choose') },
            ...topics.map(({ id, name }) => ({ value: id, label: name[language] })),
          ]}
        />
      )}
      {answers.about === 'person' && (
        <Select
          id={form.id('practitionerId')}
          label={t('person')}
          error={form.error('practitionerId')}
          value={answers.practitionerId}
          onChange={(event) => change({ practitionerId: event.target.value })}
          options={[{ value: '', label: t('choose') }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      <Takes {...parts} />
    </>
  )
}

function Takes({ form, answers, change }: PartProps): ReactNode {
  const t = useTranslations('staffCapacity.pause')
  const takes = ['nothing', 'some'] as const
  return (
    <>
      <Choices
        name="takes"
        label={t('takes')}
        value={answers.takes}
        onChange={(value) => change({ takes: value })}
        options={takes.map((value) => ({ value, label: t(`takesOf.${value}`) }))}
      />
      {answers.takes === 'some' ? (
        <TextField
          id={form.id('aDay')}
          label={t('aDay')}
          error={form.error('aDay')}
          inputMode="numeric"
          width="code"
          value={answers.aDay}
          onChange={(event) => change({ aDay: event.target.value })}
        />
      ) : (
        <Checkbox
          id={form.id('stopsAnswers')}
          label={t('stopsAnswers')}
          hint={t('stopsAnswersHint')}
          error={form.error('stopsAnswers')}
          checked={answers.stopsAnswers}
          onChange={(event) => change({ stopsAnswers: event.target.checked })}
        />
      )}
    </>
  )
}
