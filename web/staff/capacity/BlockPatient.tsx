import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { endOfDay, todayIn } from '../day-end.ts'
import { useActProblemWords } from '../desk/act-words.ts'
import { useMembership } from '../membership.tsx'
import { useForm } from '../use-form.ts'
import { DialogForm } from '../DialogForm.tsx'
import type { PatientStanding, Someone } from './standing.ts'
import { useBlocks } from './use-blocks.ts'

/** Keeps a patient from writing for a while, and tells them in the same act, once it can no longer be taken back. */
export function BlockPatient({ patient }: { patient: Someone }): ReactNode {
  const t = useTranslations('staffCapacity.block')
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('open')}</Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('title', { name: patient.name })}>
        {isOpen && <BlockForm patient={patient} onClose={close} />}
      </Dialog>
    </>
  )
}

/** `held`: what was taken back, to go on with. */
type Props = { patient: Someone; held?: PatientStanding['takenBack']; onClose: () => void }

export function BlockForm({ patient, held, onClose }: Props): ReactNode {
  const t = useTranslations('staffCapacity.block')
  const { timeZone } = useMembership().practice
  const blocks = useBlocks(patient)
  const actWords = useActProblemWords()
  const wrong = useBlockWrong()
  const form = useForm('block', wrong)
  const ids = useRef({
    blockId: newId(),
    conversationId: newId(),
    messageId: newId(),
    draftId: held?.draftId ?? newId(),
  })
  const [reason, setReason] = useState(held?.reason ?? '')
  const [lastDay, setLastDay] = useState(held ? todayIn(timeZone, new Date(held.endsAt)) : '')

  async function block(): Promise<void> {
    const missing = [
      ...(reason.trim() === '' ? [{ path: 'reason', code: 'empty' }] : []),
      ...(lastDay === '' ? [{ path: 'endsAt', code: 'missing' }] : []),
    ]
    const waiting = await form.run(missing, () =>
      blocks.schedule({ ...ids.current, reason, endsAt: endOfDay(lastDay, timeZone) }),
    )
    if (waiting) {
      blocks.tellScheduled(waiting)
      onClose()
    }
  }

  return (
    <DialogForm
      form={form}
      own={(code) => wrong(code, '') ?? (form.problem && actWords(form.problem))}
      submit={t('open')}
      look="danger"
      onSubmit={block}
      onCancel={onClose}
    >
      <p>{t('lead', { seconds: String(limits.undoSendMs / 1_000) })}</p>
      <TextArea
        id={form.id('reason')}
        lang={languageTag(patient.language)}
        label={t('reason')}
        hint={t(`reasonHint.${patient.language}`)}
        error={form.error('reason')}
        rows={3}
        limits={{ characters: limits.reasonCharacters }}
        value={reason}
        onChange={setReason}
      />
      <TextField
        id={form.id('endsAt')}
        type="date"
        width="short"
        label={t('until')}
        error={form.error('endsAt')}
        value={lastDay}
        onChange={(event) => setLastDay(event.target.value)}
      />
    </DialogForm>
  )
}

const known = ['in-the-past', 'too-far', 'already-blocked', 'no-topic'] as const

function useBlockWrong(): (code: string, path: string) => string | null {
  const t = useTranslations('staffCapacity.block.wrong')
  return (code, path) => {
    if (code === 'empty' || code === 'missing') {
      return t(path === 'reason' ? 'reason' : 'endsAt')
    }
    const found = known.find((candidate) => candidate === code)
    return found ? t(found) : null
  }
}
