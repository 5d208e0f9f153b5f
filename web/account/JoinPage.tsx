import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import type { OutputOf } from '../api/routes.ts'
import { forgetReads } from '../api/use-read.ts'
import { Notice } from '../components/Notice.tsx'
import { useAccountLanguage } from './account-language.ts'
import { useGo } from './go.ts'
import { JoinCode } from './JoinCode.tsx'
import { JoinWith } from './JoinWith.tsx'
import { NewAccount } from './NewAccount.tsx'
import { destinationOf, homeOf, type SignInStep } from './session.ts'
import { SignInFlow } from './SignInFlow.tsx'

export type Invitation = OutputOf<'POST /api/enrolment/invitations'>
type Place =
  | { kind: 'code'; isExpired: boolean }
  | { kind: 'with'; invitation: Invitation }
  | { kind: 'new-account'; invitation: Invitation }
  | { kind: 'existing'; invitation: Invitation }
  | { kind: 'sign-in'; step: SignInStep }

/**
 * From the code a clinic gave to a member who can write: the code and what proves it, then a new account or one that is
 * there. The opened invitation stays in memory only: whoever has it could join in its person's place.
 */
export function JoinPage(): ReactNode {
  const t = useTranslations('account.join')
  const { follow } = useAccountLanguage()
  const go = useGo()
  const [place, setPlace] = useState<Place>({ kind: 'code', isExpired: false })

  /** Signed in, and the invitation is accepted: to the clinic just joined if it is known, else to the start. */
  async function finish(membershipId: string | null): Promise<void> {
    forgetReads()
    const session = await call('GET /api/session', {})
    await follow(session)
    const joined = session.memberships.find(({ id }) => id === membershipId)
    go(joined ? homeOf(joined) : destinationOf(session, null), 'replace')
  }

  const startAgain = () => setPlace({ kind: 'code', isExpired: true })

  switch (place.kind) {
    case 'code':
      return <JoinCode isExpired={place.isExpired} onOpened={(invitation) => setPlace({ kind: 'with', invitation })} />
    case 'with':
      return (
        <JoinWith
          invitation={place.invitation}
          onNew={() => setPlace({ ...place, kind: 'new-account' })}
          onExisting={() => setPlace({ ...place, kind: 'existing' })}
          onJoined={(id) => void finish(id)}
          onExpired={startAgain}
        />
      )
    case 'new-account':
      return (
        <NewAccount
          invitation={place.invitation}
          onStep={(step) => setPlace({ kind: 'sign-in', step })}
          onExisting={() => setPlace({ ...place, kind: 'existing' })}
          onBack={() => setPlace({ ...place, kind: 'with' })}
          onExpired={startAgain}
        />
      )
    case 'existing':
      return (
        <>
          <Notice kind="info">{t('signInFirst', { clinic: place.invitation.practice.name })}</Notice>
          <SignInFlow
            start={null}
            onDone={() => {
              forgetReads()
              setPlace({ ...place, kind: 'with' })
            }}
          />
        </>
      )
    case 'sign-in':
      return <SignInFlow start={place.step} onDone={() => void finish(null)} />
    default:
      return place satisfies never
  }
}
