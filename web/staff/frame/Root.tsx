import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useCallback, useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useAccountLanguage } from '../../account/account-language.ts'
import { SessionGuard } from '../../account/SessionGuard.tsx'
import { Announcer } from '../../components/Announcer.tsx'
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx'
import { useSession } from './session.ts'

/** Around every page: when the session ends, signing in takes the page's place, and the page is kept behind it. */
export function Root(): ReactNode {
  const t = useTranslations('staff.entrance')
  const client = useQueryClient()
  const { remember } = useAccountLanguage()
  const { data: session } = useSession()
  const [isSigningIn, setIsSigningIn] = useState(false)
  const remembered = useCallback((language: 'en' | 'fr') => remember(language, session), [remember, session])

  useEffect(() => {
    if (!isSigningIn) {
      // Whoever comes back sees things as they are now.
      void client.invalidateQueries()
    }
  }, [client, isSigningIn])

  return (
    <>
      {isSigningIn && (
        <header className="frame-header">
          <div className="frame-inner frame-bar">
            <p className="frame-name">{t('title')}</p>
            <LanguageSwitch onChange={remembered} />
          </div>
        </header>
      )}
      {/* One element for both, so that the page behind is never taken down; it has a main part of its own. */}
      <div role={isSigningIn ? 'main' : undefined} className={isSigningIn ? 'frame-inner frame-main' : undefined}>
        <SessionGuard session={session} isNeeded onStandIn={setIsSigningIn}>
          <Outlet />
        </SessionGuard>
      </div>
      {isSigningIn && <Announcer />}
    </>
  )
}
