import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { IntlProvider, useTranslations } from 'use-intl'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import { useAccountLanguage } from '../account/account-language.ts'
import { accountPage, spokenPage } from '../account/account-page.tsx'
import { lazyPage } from '../account/lazy-page.tsx'
import { homeOf, isSignedIn, type Membership, type Session } from '../account/session.ts'
import { SessionGuard } from '../account/SessionGuard.tsx'
import { invalidate, useRead } from '../api/use-read.ts'
import { NotFound } from '../components/Failure.tsx'
import { Frame } from '../components/Frame.tsx'
import { LanguageSwitch } from '../components/LanguageSwitch.tsx'
import { Link } from '../components/Link.tsx'
import { Loading } from '../components/Loading.tsx'
import { NavigateContext } from '../components/navigation.ts'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { matchRoute, navigate, Router, usePath } from '../patient-router.tsx'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { Footer } from './Footer.tsx'
import { HomePage } from './HomePage.tsx'
import { asMember } from './Member.tsx'
import { openRoutes, routes } from './routes.ts'
import { SignOut } from './SignOut.tsx'
import { StartPage } from './StartPage.tsx'
import { useLive } from './use-live.ts'
import './patient.css'

/** The patient's application: the frame around every page, and the page of the present address. */
export function App(): ReactNode {
  const t = useTranslations('common')
  const { language } = useLanguage()
  const { remember } = useAccountLanguage()
  const { data: session } = useRead('GET /api/session', {})
  const [isSigningIn, setIsSigningIn] = useState(false)
  const match = matchRoute(routes, usePath())
  const membershipId = match?.params['membershipId']
  const membership = membershipOf(session, membershipId)
  const isIn = session !== undefined && isSignedIn(session) && !isSigningIn
  useLive(isIn && membership?.kind === 'patient' ? membership.id : null)

  useLanguageOfNames(language)

  const changeLanguage = useCallback((next: Language) => remember(next, session), [remember, session])
  const home = membership ? homeOf(membership) : routes.start

  return (
    <IntlProvider locale={languageTag(language)} timeZone={membership?.practice.timeZone ?? 'America/Toronto'}>
      <NavigateContext value={navigate}>
        <Frame
          name={<Link to={home}>{membership?.practice.name ?? t('appName')}</Link>}
          tools={
            <>
              <LanguageSwitch onChange={changeLanguage} />
              {isIn && <SignOut />}
            </>
          }
          banner={<ConnectionBanner />}
          footer={<Footer session={isIn ? session : undefined} membership={membership} />}
        >
          <SessionGuard
            session={session}
            isNeeded={match !== undefined && !openRoutes.includes(match.name)}
            onStandIn={setIsSigningIn}
          >
            <Router routes={routes} pages={pages} missing={Missing} loading={<Loading />} />
          </SessionGuard>
        </Frame>
      </NavigateContext>
    </IntlProvider>
  )
}

/** The membership of the present page; on the account's pages, the one there is. */
function membershipOf(session: Session | undefined, membershipId: string | undefined): Membership | undefined {
  const memberships = session?.memberships ?? []
  const [only, other] = memberships
  return membershipId === undefined && !other ? only : memberships.find(({ id }) => id === membershipId)
}

/** Names of inboxes come in the language that was asked in. */
function useLanguageOfNames(language: Language): void {
  const asked = useRef(language)
  useEffect(() => {
    if (asked.current !== language) {
      asked.current = language
      invalidate((key) => key.includes('/api/as/'))
    }
  }, [language])
}

function Missing(): ReactNode {
  return <NotFound home={routes.start} />
}

const accountPages = () => import('../account/AccountPages.tsx')

/** Home is there at once; the code of the other pages is fetched when it is needed. */
const pages = {
  start: StartPage,
  signIn: accountPage(async () => (await import('../account/SignInPage.tsx')).SignInPage),
  join: accountPage(async () => (await import('../account/JoinPage.tsx')).JoinPage),
  setUp: accountPage(async () => (await import('../account/SetUpPage.tsx')).SetUpPage),
  account: accountPage(async () => (await import('../account/AccountPage.tsx')).AccountPage),
  newPasskey: accountPage(async () => (await accountPages()).NewPasskeyPage),
  authenticator: accountPage(async () => (await accountPages()).AuthenticatorPage),
  recoveryCodes: accountPage(async () => (await accountPages()).RecoveryCodesPage),
  password: accountPage(async () => (await accountPages()).PasswordPage),
  home: asMember(HomePage),
  topic: asMember(spokenPage('writing', async () => (await import('./write/TopicPage.tsx')).TopicPage)),
  write: asMember(spokenPage('writing', async () => (await import('./write/WritePage.tsx')).WritePage)),
  sent: asMember(lazyPage(async () => (await import('./write/SentPage.tsx')).SentPage)),
  conversation: asMember(spokenPage('writing', async () => (await import('./ConversationPage.tsx')).ConversationPage)),
  drafts: asMember(lazyPage(async () => (await import('./DraftsPage.tsx')).DraftsPage)),
  texts: asMember(spokenPage('texts', async () => (await import('./texts/TextsPage.tsx')).TextsPage)),
  accessLog: asMember(lazyPage(async () => (await import('./AccessLogPage.tsx')).AccessLogPage)),
}
