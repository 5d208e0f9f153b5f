import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { countCharacters } from '../../../shared/text.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Page } from '../../components/Page.tsx'
import type { Draft, DraftSnapshot } from '../../conversation/draft.ts'
import { MessageFields, messageFieldIds } from '../../conversation/MessageFields.tsx'
import { fieldErrors } from '../../conversation/SendProblems.tsx'
import type { DraftFiles } from '../../conversation/use-draft-files.ts'
import { useBeforeSending, type SendProblem } from '../../conversation/use-send.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import type { Practice, Topic } from './use-writing-facts.ts'
import { WhenToWrite } from './WhenToWrite.tsx'
import { topicHref } from './write-href.ts'

export type StepProps = {
  place: { membershipId: string; topicId: string; draftId: string | null }
  topic: Topic
  practice: Practice
  draft: Draft
  now: DraftSnapshot
  draftFiles: DraftFiles
  problem: SendProblem | null
  stop: ReactNode
}

/** The message: a few words on what it is about, the words themselves, files. */
export function MessageStep(props: StepProps & { onNext: () => void }): ReactNode {
  const t = useTranslations('patient.message')
  const common = useTranslations('common.buttons')
  const { language } = useLanguage()
  const { place, topic, practice, draft, now, draftFiles } = props
  const [problem, setProblem] = useState(props.problem)
  const check = useBeforeSending()
  const errors = fieldErrors(problem)
  const topicName = topic.name[language]

  function goOn(): void {
    const found = subjectProblem() ?? check({ draft, limits: topic, uploading: draftFiles.uploading })
    setProblem(found)
    if (!found) {
      props.onNext()
    }
  }

  function subjectProblem(): SendProblem | null {
    const left = limits.subjectCharacters - countCharacters(now.subject)
    return left < 0 ? { kind: 'subject', words: t('subjectTooLong', { count: -left }) } : null
  }

  const summary = Object.entries(errors).map(([field, text]) => ({ id: idOf(field), text }))
  return (
    <Page
      title={t('title')}
      lead={t('about', { topic: topicName })}
      back={{ to: topicHref(place) }}
      hasError={summary.length > 0}
    >
      <WhenToWrite practice={practice} />
      {props.stop}
      {topic.urgentHelp[language] !== '' && <p>{t('urgent', { help: topic.urgentHelp[language] })}</p>}
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          goOn()
        }}
      >
        <ErrorSummary errors={summary} />
        <TextField
          id={messageFieldIds.subject}
          label={t('subject')}
          hint={t('subjectHint')}
          isOptional
          value={now.subject}
          onChange={(event) => draft.change({ subject: event.target.value })}
          error={errors.subject}
        />
        <MessageFields
          draft={draft}
          now={now}
          draftFiles={draftFiles}
          limits={topic}
          label={t('text')}
          hint={t('textHint')}
          rows={8}
          errors={errors}
        />
        <p>
          <Button type="submit" look="primary">
            {common('continue')}
          </Button>
        </p>
      </form>
    </Page>
  )
}

function idOf(field: string): string {
  const ids: Readonly<Record<string, string>> = messageFieldIds
  return ids[field] ?? ''
}
