import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { NotSaved } from '../settings/Sheet.tsx'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { type Absence, absenceRoutes } from './absences.ts'
import { useAbsenceWrong } from './wrong.ts'

/** Calls an absence off, or ends one that has begun, after asking. */
export function EndAbsence({ absence }: { absence: Absence }): ReactNode {
  const t = useTranslations('staffAbsences.form')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const { tell } = useDone()
  const [isOpen, setIsOpen] = useState(false)
  const wrong = useAbsenceWrong()
  const form = useForm('end-absence', wrong)
  const phase = absence.state === 'current' ? 'current' : 'planned'

  async function end(): Promise<void> {
    const ended = await form.run([], async () => {
      try {
        return await memberCall('PUT /api/as/:membershipId/absences/:absenceId/cancellation', {
          absenceId: absence.id,
          version: absence.version,
        })
      } finally {
        await readAgain(absenceRoutes)
      }
    })
    if (ended) {
      tell({ words: t(`ended.${phase}`) })
      navigate(addresses.absences)
    }
  }

  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t(`end.${phase}`)}</Button>
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t(`endTitle.${phase}`)}
        actions={
          <>
            <Button look="danger" onClick={() => void end()} isBusy={form.isBusy}>
              {t(`end.${phase}`)}
            </Button>
            <Button onClick={() => setIsOpen(false)}>{t('keep')}</Button>
          </>
        }
      >
        <NotSaved form={form} />
        <p>{t(`endLead.${phase}`)}</p>
      </Dialog>
    </>
  )
}
