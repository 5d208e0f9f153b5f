import { useEffect, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { idleWarningMs, useIdle } from '../idle.ts'
import { leave, signInAddress, useSignedOut } from './session.ts'

/** Nobody has touched the device: asks, then signs out. A session that ended elsewhere is told, and the page stays. */
export function SessionEnd(): ReactNode {
  const t = useTranslations('staff.session')
  const presence = useIdle()
  const isSignedOut = useSignedOut()

  useEffect(() => {
    if (presence === 'ended') {
      void leave(signInAddress())
    }
  }, [presence])

  if (isSignedOut) {
    return (
      <Dialog
        isOpen
        onClose={() => location.assign(signInAddress())}
        title={t('endedTitle')}
        actions={
          <Button look="primary" onClick={() => location.assign(signInAddress())}>
            {t('signIn')}
          </Button>
        }
      >
        <p>{t('ended')}</p>
      </Dialog>
    )
  }
  return (
    // Any key or click shows that somebody is there; closing the dialog is one.
    <Dialog
      isOpen={presence === 'about-to-end'}
      onClose={() => undefined}
      title={t('soonTitle')}
      actions={<Button look="primary">{t('stay')}</Button>}
    >
      <p>{t('soon', { seconds: idleWarningMs / 1000 })}</p>
    </Dialog>
  )
}
