import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { conversationModes } from '../../../shared/conversation.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { Choices, Select, TextField } from '../../components/controls.tsx'
import { DateField } from '../../components/DateField.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { MessageFields, messageFieldIds } from '../../conversation/MessageFields.tsx'
import { fieldErrors, SendProblems } from '../../conversation/SendProblems.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import type { ScheduledSend } from '../../conversation/types.ts'
import type { SendHow } from '../../conversation/use-send.ts'
import { SendLater } from '../desk/SendLater.tsx'
import { useStarts } from '../later/use-starts.ts'
import { useInsertText } from '../insert/use-insert-text.tsx'
import type { Patient } from './use-patients.ts'
import { staffLimits, startFieldIds, useStart, type ServerDraft, type Start } from './use-start.ts'

type Topic = OutputOf<'GET /api/as/:membershipId/topics'>['items'][number]
export type Topics = readonly Topic[]
type Props = {
  patient: Patient
  topics: Topics
  saved: ServerDraft | null
  /** It is on its way out, and can be taken back. */
  onSent: (send: ScheduledSend) => void
}

/** Topic, who may write, subject and message: one form, kept in Drafts while it is written. */
export function WriteTo({ patient, topics, saved, onSent }: Props): ReactNode {
  const t = useTranslations('staffPeople.write')
  const later = useTranslations('staffLater')
  const start = useStart(patient, saved)
  const starts = useStarts(patient)
  const [isAsking, setIsAsking] = useState(false)
  const inPlace = fieldErrors(start.problem)
  const { topicId } = start.answers
  const insertText = useInsertText({ patientId: patient.id, ...(topicId !== '' && { topicId }) })

  async function submit(how: SendHow = {}): Promise<void> {
    const held = await start.submit(how)
    if (held) {
      starts.tellScheduled(held)
      onSent(held)
    }
  }

  return (
    <>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <ErrorSummary errors={start.errors} />
        {start.errors.length === 0 && <SendProblems problem={start.problem} />}
        <About start={start} topics={topics} subjectError={inPlace.subject} />
        <MessageFields
          draft={start.draft}
          now={start.now}
          draftFiles={start.draftFiles}
          limits={staffLimits}
          label={t('message')}
          rows={8}
          errors={inPlace}
          onInput={insertText.onInput}
          tools={insertText.tools}
        />
        <div className="row">
          <Button type="submit" look="primary" isBusy={start.isSending}>
            {t('send')}
          </Button>
          <Button isBusy={start.isSending} onClick={() => start.check() && setIsAsking(true)}>
            {later('sendLater')}
          </Button>
        </div>
      </form>
      {insertText.renderDialog(start.draft)}
      <SendLater isOpen={isAsking} onClose={() => setIsAsking(false)} onChosen={(sendAt) => submit({ sendAt })} />
    </>
  )
}

type AboutProps = { start: Start; topics: readonly Topic[]; subjectError: string | undefined }

function About({ start, topics, subjectError }: AboutProps): ReactNode {
  const t = useTranslations('staffPeople.write')
  const modes = useTranslations('staff.mode')
  const { language } = useLanguage()
  const { answers, answer, errors, draft, now } = start
  const errorOf = (id: string) => errors.find((error) => error.id === id)?.text
  return (
    <>
      <div className="fields">
        <Select
          id={startFieldIds.topic}
          label={t('topic')}
          error={errorOf(startFieldIds.topic)}
          value={answers.topicId}
          onChange={(event) => answer({ topicId: event.target.value })}
          options={[
            { value: '', label: t('chooseTopic') },
            ...topics.map(({ id, name }) => ({ value: id, label: name[language] })),
          ]}
        />
        <TextField
          id={messageFieldIds.subject}
          label={t('subject')}
          error={subjectError}
          isOptional
          value={now.subject}
          onChange={(event) => draft.change({ subject: event.target.value })}
        />
      </div>
      <Choices
        label={t('mode')}
        name="mode"
        value={answers.mode}
        onChange={(mode) => answer({ mode })}
        options={conversationModes.map((value) => ({ value, label: modes(value) }))}
      />
      {answers.mode === 'reply-until' && (
        <DateField
          id={startFieldIds.replyUntil}
          label={t('replyUntil')}
          error={errorOf(startFieldIds.replyUntil)}
          defaultValue={answers.replyDay}
          onChange={(replyDay) => answer({ replyDay })}
        />
      )}
    </>
  )
}
