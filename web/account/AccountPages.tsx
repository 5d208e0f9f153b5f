import type { ReactNode } from 'react'
import { invalidate } from '../api/use-read.ts'
import { useNavigate } from '../components/navigation.ts'
import { addresses } from './addresses.ts'
import { ChangePassword } from './ChangePassword.tsx'
import { NewAuthenticator } from './NewAuthenticator.tsx'
import { NewPasskey } from './NewPasskey.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { StepUpProvider } from './StepUp.tsx'

/** Back to the account, which is read anew. */
function useReturn(): () => void {
  const navigate = useNavigate()
  return () => {
    invalidate((key) => key.includes('/api/account'))
    navigate(addresses.account)
  }
}

/** A further passkey for the account. */
export function NewPasskeyPage(): ReactNode {
  const back = useReturn()
  return (
    <StepUpProvider>
      <NewPasskey onDone={back} onBack={back} />
    </StepUpProvider>
  )
}

/** An authenticator app, in place of the one before if there was one. */
export function AuthenticatorPage(): ReactNode {
  const back = useReturn()
  return (
    <StepUpProvider>
      <NewAuthenticator onDone={back} onBack={back} />
    </StepUpProvider>
  )
}

/** New recovery codes in place of the earlier ones. */
export function RecoveryCodesPage(): ReactNode {
  const back = useReturn()
  return (
    <StepUpProvider>
      <RecoveryCodes onDone={back} onBack={back} />
    </StepUpProvider>
  )
}

/** Another password. */
export function PasswordPage(): ReactNode {
  return (
    <StepUpProvider>
      <ChangePassword />
    </StepUpProvider>
  )
}
