import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { passReasons, type PassReason } from '../../../shared/task.ts'
import { Choices } from '../../components/controls.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { useMemberCall } from '../read.ts'
import { useForm } from '../use-form.ts'
import { DialogForm } from '../DialogForm.tsx'

type Props = { taskId: string; isOpen: boolean; onClose: () => void; onPassed: () => void }

/** Leaves this one for later or for others, and says why. */
export function PassDialog({ isOpen, onClose, ...rest }: Props): ReactNode {
  const t = useTranslations('staffFocus.pass')
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('title')}>
      {isOpen && <PassForm onClose={onClose} {...rest} />}
    </Dialog>
  )
}

function PassForm({ taskId, onClose, onPassed }: Omit<Props, 'isOpen'>): ReactNode {
  const t = useTranslations('staffFocus.pass')
  const memberCall = useMemberCall()
  const form = useForm('pass', (code) => (code === 'missing' ? t('missing') : null))
  const [reason, setReason] = useState<PassReason | null>(null)

  async function pass(): Promise<void> {
    const passed = await form.run(reason === null ? [{ path: 'reason', code: 'missing' }] : [], async () => {
      if (reason === null) {
        return undefined
      }
      return await memberCall('POST /api/as/:membershipId/focus/passes', { taskId, reason })
    })
    if (passed) {
      onClose()
      onPassed()
    }
  }

  return (
    <DialogForm form={form} submit={t('confirm')} onSubmit={pass} onCancel={onClose}>
      <p>{t('lead')}</p>
      <Choices
        id={form.id('reason')}
        name="pass-reason"
        label={t('why')}
        error={form.error('reason')}
        value={reason}
        onChange={setReason}
        options={passReasons.map((value) => ({ value, label: t(`reason.${value}`) }))}
      />
    </DialogForm>
  )
}
