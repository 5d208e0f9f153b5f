import { Suspense, useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call, onSignedOut } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { invalidate } from '../api/use-read.ts'
import { announce } from '../components/Announcer.tsx'
import { SetAsideContext } from '../components/Dialog.tsx'
import { Loading } from '../components/Loading.tsx'
import { useAccountLanguage } from './account-language.ts'
import { addresses } from './addresses.ts'
import { accountPage } from './account-page.tsx'
import { isSignedIn, type Session } from './session.ts'
import { SessionWatch } from './SessionWatch.tsx'
import type { SignedOutReason } from './SignedOutNotice.tsx'

const SignInFlow = accountPage(async () => (await import('./SignInFlow.tsx')).SignInFlow)

type Props = {
  session: Session | undefined
  /** The present page is for people who are signed in. */
  isNeeded: boolean
  /** Told when signing in takes the page's place, and when it gives it back. */
  onStandIn: (isStandingIn: boolean) => void
  children: ReactNode
}

/**
 * Stands before pages that need a session. When the session ends, signing in takes the page's place while the page stays
 * as it is, unseen: whoever signs in again finds every letter they typed. Somebody else gets a new document.
 */
export function SessionGuard({ session, isNeeded, onStandIn, children }: Props): ReactNode {
  const t = useTranslations('session')
  const { follow } = useAccountLanguage()
  const [out, setOut] = useState<{ why: SignedOutReason | null } | null>(null)
  const accountId = useRef<string | null>(null)
  const isIn = session !== undefined && isSignedIn(session)

  useEffect(() => {
    if (isIn) {
      accountId.current = session.account?.id ?? null
      void follow(session)
    }
    // Once for each session; the reader's later choice of a language stands.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isIn])

  useEffect(() => onSignedOut(() => setOut((before) => before ?? { why: accountId.current ? 'ended' : null })), [])

  const isOut = isNeeded && (out !== null || (session !== undefined && !isIn))
  useEffect(() => onStandIn(isOut), [isOut, onStandIn])

  async function comeBack(): Promise<void> {
    const fresh = await call('GET /api/session', {})
    if (accountId.current !== null && fresh.account?.id !== accountId.current) {
      location.assign(addresses.start)
      return
    }
    setOut(null)
    invalidate()
    announce(t('signedInAgain'))
  }

  return (
    <>
      <div hidden={isOut}>
        <SetAsideContext value={isOut}>{children}</SetAsideContext>
      </div>
      <Suspense fallback={<Loading />}>
        {isOut && <StandIn why={out?.why ?? null} start={session?.step ?? null} onDone={() => void comeBack()} />}
        {isIn && !isOut && <SessionWatch session={session} onEnd={(why) => void end(why, setOut)} />}
      </Suspense>
    </>
  )
}

/** Ends the session on the server too, where what the page does by itself may have kept it alive. */
async function end(why: SignedOutReason, setOut: (out: { why: SignedOutReason }) => void): Promise<void> {
  setOut({ why })
  try {
    await call('DELETE /api/session', {})
  } catch (error) {
    // Without a line nothing can be ended there; the server's own limit does it.
    if (!(error instanceof ApiProblem)) {
      throw error
    }
  }
}

type StandInProps = { why: SignedOutReason | null; start: Session['step']; onDone: () => void }

/** Signing in, in place of a page; the page's title comes back with it. */
function StandIn({ why, start, onDone }: StandInProps): ReactNode {
  const title = useRef(document.title)
  useEffect(() => {
    const before = title.current
    return () => {
      document.title = before
      document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
    }
  }, [])
  return <SignInFlow start={why === null ? start : null} why={why} onDone={onDone} />
}
