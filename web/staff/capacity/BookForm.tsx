import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { Choices } from '../../components/controls.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { useConversationAgain, type TakenBackForm, type Worked } from '../desk/use-conversation.ts'
import { useActProblemWords } from '../desk/act-words.ts'
import { useScheduled } from '../desk/use-scheduled.ts'
import { useSendOrLater } from '../desk/use-send-or-later.tsx'
import { useForm } from '../use-form.ts'
import { DialogForm } from '../DialogForm.tsx'
import { bookingWords } from './booking-words.ts'

const outcomes = ['redirected', 'visit-booked'] as const

/** `held`: what was taken back, to go on with. */
type Props = { conversation: Worked; url: string; held?: TakenBackForm; onClose: () => void }

/** Sends the patient to where visits are booked, and closes with that outcome, in one act. */
export function BookForm({ conversation, url, held, onClose }: Props): ReactNode {
  const t = useTranslations('staffCapacity.book')
  const words = useTranslations('staff.outcomes')
  const again = useConversationAgain(conversation.id)
  const { schedule, tellScheduled } = useScheduled(conversation)
  const actWords = useActProblemWords()
  const form = useForm('book', (code, path) => {
    if (code === 'without-booking-page') {
      return t('without', { url })
    }
    return code === 'missing' || code === 'empty' ? t(path === 'outcome' ? 'missing' : 'empty') : null
  })
  const ids = useRef({ messageId: newId(), draftId: held?.draftId ?? newId() })
  const { patient } = conversation.work
  const [text, setText] = useState(() => held?.text ?? bookingWords(patient.language, url))
  const [outcome, setOutcome] = useState<(typeof outcomes)[number] | null>(
    () => outcomes.find((one) => one === held?.outcome) ?? null,
  )

  const { send, laterButton, laterDialog } = useSendOrLater({
    form,
    wrong: () => [
      ...(text.trim() === '' ? [{ path: 'text', code: 'empty' }] : []),
      ...(outcome === null ? [{ path: 'outcome', code: 'missing' }] : []),
    ],
    post: async (how) => {
      if (outcome === null) {
        return undefined
      }
      try {
        const { messageId, draftId } = ids.current
        return await schedule({ messageId, text, attachmentIds: [] }, { ...how, isBooking: true, outcome }, draftId)
      } finally {
        await again()
      }
    },
    onSent: (sent) => {
      tellScheduled(sent)
      onClose()
    },
  })

  return (
    <>
      <DialogForm
        form={form}
        own={(code) => (code === 'no-booking-page' ? t('none') : form.problem && actWords(form.problem))}
        submit={t('send')}
        more={laterButton}
        onSubmit={send}
        onCancel={onClose}
      >
        <p>{t('lead')}</p>
        <TextArea
          id={form.id('text')}
          lang={languageTag(patient.language)}
          label={t('text', { name: patient.name })}
          error={form.error('text')}
          rows={5}
          limits={{ characters: limits.messageCharacters }}
          value={text}
          onChange={setText}
        />
        <Choices
          id={form.id('outcome')}
          name="booking-outcome"
          label={t('outcome')}
          error={form.error('outcome')}
          value={outcome}
          onChange={setOutcome}
          options={outcomes.map((value) => ({ value, label: words(value) }))}
        />
      </DialogForm>
      {laterDialog}
    </>
  )
}
