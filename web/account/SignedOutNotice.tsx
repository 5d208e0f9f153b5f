import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Notice } from '../components/Notice.tsx'

/** idle: nothing was done for too long; ended: the session is over for another reason; left: the person signed out. */
export type SignedOutReason = 'idle' | 'ended' | 'left'

/** Why somebody has to sign in again, and what became of their words. */
export function SignedOutNotice({ why }: { why: SignedOutReason }): ReactNode {
  const t = useTranslations('account.signedOut')
  return (
    <Notice kind={why === 'left' ? 'success' : 'info'} heading={t(`${why}.heading`)} isNew>
      {t(`${why}.text`)}
    </Notice>
  )
}
