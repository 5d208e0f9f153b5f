import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { coachingKinds, type CoachingKind } from '../../../shared/capacity.ts'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { Choices } from '../../components/controls.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { Answered } from '../Answered.tsx'
import { useConversationAgain, type TakenBackForm, type Worked } from '../desk/use-conversation.ts'
import { useActProblemWords } from '../desk/act-words.ts'
import { useScheduled } from '../desk/use-scheduled.ts'
import { useSendOrLater } from '../desk/use-send-or-later.tsx'
import { useRead, useReadAgain } from '../read.ts'
import { useForm } from '../use-form.ts'
import { DialogForm } from '../DialogForm.tsx'
import { coachingRoute, type CoachingText } from './coaching.ts'
import { standingRoute } from './standing.ts'

/** `held`: what was taken back, to go on with. */
type Props = { conversation: Worked; held?: TakenBackForm; onClose: () => void }

/** The clinic's words of the kind that is chosen, in the patient's language; they can be changed before they are sent. */
export function CoachForm(props: Props): ReactNode {
  const answer = useRead(coachingRoute, {})
  return <Answered answer={answer}>{({ items }) => <Form {...props} texts={items} />}</Answered>
}

function Form({ conversation, held, onClose, texts }: Props & { texts: readonly CoachingText[] }): ReactNode {
  const t = useTranslations('staffCapacity')
  const readAgain = useReadAgain()
  const again = useConversationAgain(conversation.id)
  const { schedule, tellScheduled } = useScheduled(conversation)
  const actWords = useActProblemWords()
  const form = useForm('coach', (code, path) => {
    return code === 'missing' || code === 'empty' ? t(path === 'kind' ? 'coach.missing' : 'coach.empty') : null
  })
  const ids = useRef({ messageId: newId(), draftId: held?.draftId ?? newId() })
  const [kind, setKind] = useState<CoachingKind | null>(held?.coaching ?? null)
  // What was changed of one kind's words stays when another kind is looked at.
  const [changed, setChanged] = useState<Partial<Record<CoachingKind, string>>>(
    held?.coaching ? { [held.coaching]: held.text } : {},
  )
  const { patient } = conversation.work
  const reviewed = texts.find((one) => one.kind === kind)?.text[patient.language] ?? ''
  const text = kind === null ? '' : (changed[kind] ?? reviewed)

  const { send, laterButton, laterDialog } = useSendOrLater({
    form,
    wrong: () => [
      ...(kind === null ? [{ path: 'kind', code: 'missing' }] : []),
      ...(kind !== null && text.trim() === '' ? [{ path: 'text', code: 'empty' }] : []),
    ],
    post: async (how) => {
      if (kind === null) {
        return undefined
      }
      try {
        const { messageId, draftId } = ids.current
        return await schedule({ messageId, text, attachmentIds: [] }, { ...how, coaching: kind }, draftId)
      } finally {
        await Promise.all([again(), readAgain([standingRoute], { patientId: patient.id })])
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
        own={() => form.problem && actWords(form.problem)}
        submit={t('coach.send')}
        more={laterButton}
        onSubmit={send}
        onCancel={onClose}
      >
        <p>{t('coach.lead')}</p>
        <Choices
          id={form.id('kind')}
          name="coaching-kind"
          label={t('coach.kind')}
          error={form.error('kind')}
          value={kind}
          onChange={setKind}
          options={coachingKinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
        {kind !== null && (
          <TextArea
            id={form.id('text')}
            lang={languageTag(patient.language)}
            label={t('coach.text', { name: patient.name })}
            error={form.error('text')}
            rows={6}
            limits={{ characters: limits.messageCharacters }}
            value={text}
            onChange={(typed) => setChanged({ ...changed, [kind]: typed })}
          />
        )}
      </DialogForm>
      {laterDialog}
    </>
  )
}
