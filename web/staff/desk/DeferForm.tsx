import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import { deferralReasons, type DeferralReason } from '../../../shared/task.ts'
import { Checkbox, Choices } from '../../components/controls.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { DraftNotes } from '../../conversation/DraftNotes.tsx'
import { MomentField } from '../absences/MomentField.tsx'
import { instantOf, tomorrowMorning } from '../day-end.ts'
import { useMembership } from '../membership.tsx'
import { useMemberCall } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { DialogForm } from '../DialogForm.tsx'
import { useConversationAgain, type Task, type Worked } from './use-conversation.ts'
import type { FormDraft } from './use-form-draft.ts'

type Props = { conversation: Worked; task: Task; note: FormDraft; onClose: () => void }
const isMoment = (local: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local)

/** Why it waits, until when, and, past the time that the patient was told, that they are told a later one. */
export function DeferForm({ conversation, task, note, onClose }: Props): ReactNode {
  const t = useTranslations('staffFocus.defer')
  const timeWords = useTimeWords()
  const { timeZone } = useMembership().practice
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  const form = useForm('defer', useDeferWrong())
  const [reason, setReason] = useState<DeferralReason | null>(null)
  const [until, setUntil] = useState(() => tomorrowMorning(timeZone))
  const { text } = note.now
  const [tellsPatient, setTellsPatient] = useState(false)
  const { name } = conversation.work.patient
  const toldAt = task.kind === 'respond' ? (conversation.expectedAt ?? task.dueAt) : null
  const isPast = toldAt !== null && isMoment(until) && instantOf(until, timeZone) >= toldAt

  async function defer(): Promise<void> {
    const missing = [
      ...(reason === null ? [{ path: 'reason', code: 'missing' }] : []),
      ...(isMoment(until) ? [] : [{ path: 'until', code: 'date' }]),
      ...(isPast && !tellsPatient ? [{ path: 'tellsPatient', code: 'past-promise' }] : []),
      ...(reason === 'other' && text.trim() === '' ? [{ path: 'text', code: 'missing' }] : []),
    ]
    const deferred = await form.run(missing, async () => {
      if (reason === null) {
        return undefined
      }
      const { id: taskId, version } = task
      const fields = { until, reason, tellsPatient: isPast && tellsPatient }
      try {
        return await note.send(({ id: noteId, text }) =>
          memberCall(
            'PUT /api/as/:membershipId/tasks/:taskId/deferral',
            { taskId, version, ...fields, noteId, text },
            { isRepeatable: true },
          ),
        )
      } finally {
        // Refused too: a colleague may have taken it meanwhile.
        await again()
      }
    })
    if (deferred) {
      note.spend()
      tell({ words: t('done', { when: timeWords(instantOf(until, timeZone)) }) })
      onClose()
    }
  }

  function cancel(): void {
    note.drop()
    onClose()
  }

  return (
    <DialogForm form={form} submit={t('confirm')} onSubmit={defer} onCancel={cancel}>
      <p>{t('lead')}</p>
      <Choices
        id={form.id('reason')}
        name="defer-reason"
        label={t('reason')}
        error={form.error('reason')}
        value={reason}
        onChange={setReason}
        options={deferralReasons.map((value) => ({ value, label: t(`reasons.${value}`) }))}
      />
      <MomentField
        form={form}
        path="until"
        words={{ day: t('day'), time: t('time'), timeOf: t('timeOf') }}
        value={until}
        onChange={setUntil}
      />
      {isPast && (
        <>
          <p>{t('told', { name, when: timeWords(toldAt) })}</p>
          <Checkbox
            id={form.id('tellsPatient')}
            label={t('tell', { name })}
            hint={t('tellHint')}
            error={form.error('tellsPatient')}
            checked={tellsPatient}
            onChange={(event) => setTellsPatient(event.target.checked)}
          />
        </>
      )}
      <TextArea
        id={form.id('text')}
        label={reason === 'other' ? t('noteOther') : t('note')}
        isOptional={reason !== 'other'}
        error={form.error('text')}
        rows={2}
        limits={{ characters: limits.noteCharacters }}
        value={text}
        onChange={note.write}
      />
      <DraftNotes {...note} />
    </DialogForm>
  )
}

const known = ['date', 'in-the-past', 'past-promise', 'urgent-past-promise', 'told-too-often', 'no-hours'] as const

function useDeferWrong(): (code: string, path: string) => string | null {
  const t = useTranslations('staffFocus.defer')
  return (code, path) => {
    if (code === 'missing') {
      return path === 'reason' ? t('reasonMissing') : t('noteMissing')
    }
    if (code === 'too-far') {
      return t('wrong.too-far', { most: String(limits.deferralDays) })
    }
    const found = known.find((candidate) => candidate === code)
    return found ? t(`wrong.${found}`) : null
  }
}
