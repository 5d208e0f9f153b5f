import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { endOfDay } from '../day-end.ts'
import { useMembership } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { DialogForm } from '../DialogForm.tsx'
import { type Someone, standingRoute } from './standing.ts'

/** Keeps a patient from writing for a while, and tells them in the same act. */
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

function BlockForm({ patient, onClose }: { patient: Someone; onClose: () => void }): ReactNode {
  const t = useTranslations('staffCapacity.block')
  const { timeZone } = useMembership().practice
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { tell } = useDone()
  const wrong = useBlockWrong()
  const form = useForm('block', wrong)
  const ids = useRef({ blockId: newId(), conversationId: newId(), messageId: newId() })
  const [reason, setReason] = useState('')
  const [lastDay, setLastDay] = useState('')

  async function block(): Promise<void> {
    const missing = [
      ...(reason.trim() === '' ? [{ path: 'reason', code: 'empty' }] : []),
      ...(lastDay === '' ? [{ path: 'endsAt', code: 'missing' }] : []),
    ]
    const blocked = await form.run(missing, async () => {
      try {
        return await memberCall(
          'PUT /api/as/:membershipId/patients/:patientId/blocks/:blockId',
          { ...ids.current, patientId: patient.id, reason, endsAt: endOfDay(lastDay, timeZone) },
          { isRepeatable: true },
        )
      } finally {
        await readAgain([standingRoute], { patientId: patient.id })
      }
    })
    if (blocked) {
      tell({ words: t('done', { name: patient.name }) })
      onClose()
    }
  }

  return (
    <DialogForm
      form={form}
      own={(code) => wrong(code, '')}
      submit={t('open')}
      look="danger"
      onSubmit={block}
      onCancel={onClose}
    >
      <p>{t('lead')}</p>
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
