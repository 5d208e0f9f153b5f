import { useEffect, type ReactNode } from 'react'
import { call } from '../api/client.ts'
import { forgetReads, useRead } from '../api/use-read.ts'
import { FailedRead } from '../components/Failure.tsx'
import { Loading } from '../components/Loading.tsx'
import { useAccountLanguage } from './account-language.ts'
import { wantedAddress } from './addresses.ts'
import { useGo } from './go.ts'
import { destinationOf, isSignedIn } from './session.ts'
import { SignInFlow } from './SignInFlow.tsx'

/** Signing in as a page of its own; it goes on to where its reader wanted to be. */
export function SignInPage(): ReactNode {
  const { data: session, problem, reload } = useRead('GET /api/session', {})
  const { follow } = useAccountLanguage()
  const go = useGo()
  const wanted = wantedAddress(location.search)
  const isLeaving = new URLSearchParams(location.search).has('left')

  async function goOn(): Promise<void> {
    forgetReads()
    const fresh = await call('GET /api/session', {})
    await follow(fresh)
    go(destinationOf(fresh, wanted), 'replace')
  }

  const isIn = session !== undefined && isSignedIn(session)
  useEffect(() => {
    if (isIn) {
      void goOn()
    }
    // Only somebody who comes here signed in is sent on at once.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isIn])

  if (!session) {
    return problem ? <FailedRead problem={problem} onRetry={() => void reload()} /> : <Loading />
  }
  if (isIn) {
    return <Loading />
  }
  return <SignInFlow start={session.step} why={isLeaving ? 'left' : null} onDone={() => void goOn()} />
}
