import { useState, type ReactNode } from 'react'
import { ChooseFactor } from './ChooseFactor.tsx'
import { FirstStep } from './FirstStep.tsx'
import { NewAuthenticator } from './NewAuthenticator.tsx'
import { NewPasskey } from './NewPasskey.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { SecondStep } from './SecondStep.tsx'
import type { SignedOutReason } from './SignedOutNotice.tsx'
import type { Factor, SignInStep } from './session.ts'

type Place =
  | { kind: 'first'; why: SignedOutReason | null }
  | { kind: 'second'; factors: readonly Factor[] }
  | { kind: 'choose-factor' | 'passkey' | 'authenticator' | 'recovery-codes' }

type Props = {
  /** How far signing in has come; null while nobody is known. */
  start: SignInStep | null
  /** Why somebody who was signed in has to do it again. */
  why?: SignedOutReason | null
  onDone: () => void
}

/**
 * Signing in, one question after the other: who you are, the second proof or setting one up, the recovery codes. It is a
 * page of its own, and it stands in for any page whose session has ended.
 */
export function SignInFlow({ start, why = null, onDone }: Props): ReactNode {
  const [place, setPlace] = useState<Place>(() => (start ? placeAfter(start) : { kind: 'first', why }))

  function goOn(step: SignInStep): void {
    if (step.next === 'done') {
      onDone()
      return
    }
    setPlace(placeAfter(step))
  }

  const startAgain = (reason: SignedOutReason | null) => setPlace({ kind: 'first', why: reason })
  const showCodes = () => setPlace({ kind: 'recovery-codes' })
  const choose = () => setPlace({ kind: 'choose-factor' })

  switch (place.kind) {
    case 'first':
      return <FirstStep why={place.why} onStep={goOn} />
    case 'second':
      return <SecondStep factors={place.factors} onStep={goOn} onStartAgain={startAgain} />
    case 'choose-factor':
      return <ChooseFactor onChosen={(kind) => setPlace({ kind })} />
    case 'passkey':
      return <NewPasskey onDone={showCodes} onBack={choose} />
    case 'authenticator':
      return <NewAuthenticator onDone={showCodes} onBack={choose} />
    case 'recovery-codes':
      return <RecoveryCodes onDone={onDone} />
    default:
      return place satisfies never
  }
}

function placeAfter(step: SignInStep): Place {
  switch (step.next) {
    case 'second-factor':
      return { kind: 'second', factors: step.factors }
    case 'set-up-second-factor':
      return { kind: 'choose-factor' }
    case 'done':
      return { kind: 'first', why: null }
    default:
      return step.next satisfies never
  }
}
