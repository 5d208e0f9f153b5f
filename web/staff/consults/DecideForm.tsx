import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Notice } from '../../components/Notice.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { DraftNotes } from '../../conversation/DraftNotes.tsx'
import type { Worked } from '../desk/use-conversation.ts'
import type { FormDraft } from '../desk/use-form-draft.ts'
import { useForm } from '../use-form.ts'
import { type Consult, useConsultWrong } from './consults.ts'
import { useDecision } from './use-decide.ts'

type Props = {
  consult: Consult
  conversation: Worked
  kind: 'edit' | 'return'
  text: string
  /** Where they are kept meanwhile. */
  draft: FormDraft
  onText: (text: string) => void
  /** While they are on their way they are nobody's to keep. */
  onSending: (isSending: boolean) => void
  onClose: () => void
}

/** The clinician's own words: to the patient, or to the colleague who asked. */
export function DecideForm({ consult, conversation, kind, text, draft, onText, onSending, onClose }: Props): ReactNode {
  const t = useTranslations('staffConsults.panel')
  const common = useTranslations('common.buttons')
  const { t: wrong, fieldWrong, refusalWords } = useConsultWrong()
  const form = useForm('consult', (code, _path, limit) =>
    code === 'empty' ? wrong(kind === 'edit' ? 'edited' : 'words') : fieldWrong(code, limit),
  )
  const decide = useDecision(conversation, consult)
  const isEdit = kind === 'edit'
  const { patient } = conversation.work

  async function send(): Promise<void> {
    const missing = text.trim() === '' ? [{ path: 'text', code: 'empty' }] : []
    onSending(missing.length === 0)
    const isDone = await form.run(missing, () => draft.send(() => decide({ decision: kind, text })))
    onSending(false)
    if (isDone) {
      onClose()
    }
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <ErrorSummary errors={form.errors} />
      {form.problem && (
        <Notice kind="urgent" isNew heading={t('refused')}>
          {refusalWords(form.problem)}
        </Notice>
      )}
      <TextArea
        id={form.id('text')}
        label={isEdit ? t('editTitle', { name: patient.name }) : t('returnTitle')}
        {...(isEdit && { lang: languageTag(patient.language) })}
        error={form.error('text')}
        rows={isEdit ? 6 : 3}
        limits={{ characters: isEdit ? limits.messageCharacters : limits.consultCharacters }}
        value={text}
        onChange={onText}
      />
      <DraftNotes {...draft} />
      <div className="row">
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {isEdit ? t('editSend') : t('returnSend', { name: consult.askedBy.name })}
        </Button>
        <Button onClick={onClose}>{common('cancel')}</Button>
      </div>
    </form>
  )
}
