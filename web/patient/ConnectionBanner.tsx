import { useEffect, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useConnection } from '../api/connection.ts'
import { announce } from '../components/Announcer.tsx'
import { Notice } from '../components/Notice.tsx'

/** Says on every page that the server cannot be reached; nothing while it can. */
export function ConnectionBanner(): ReactNode {
  const t = useTranslations('common.states')
  const isOffline = useConnection() === 'offline'
  const words = navigator.onLine ? t('reconnecting') : t('offline')

  useEffect(() => {
    if (isOffline) {
      announce(words)
    }
  }, [isOffline, words])

  return isOffline && <Notice kind="offline">{words}</Notice>
}
