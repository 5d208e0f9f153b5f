import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useRead } from '../api/use-read.ts'
import { FailedRead } from '../components/Failure.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { Devices } from './Devices.tsx'
import { Passkeys } from './Passkeys.tsx'
import { addresses } from './addresses.ts'
import { SignInWays } from './SignInWays.tsx'
import { StepUpProvider } from './StepUp.tsx'
import { TextWays } from './TextWays.tsx'
import './account.css'

/** The account: how its person signs in, and where they are signed in now. */
export function AccountPage(): ReactNode {
  const t = useTranslations('account.home')
  const { data: account, problem, reload } = useRead('GET /api/account', {})
  return (
    <StepUpProvider>
      <Page title={t('title')} lead={account && t('lead', { email: account.email })} back={{ to: addresses.start }}>
        {problem && <FailedRead problem={problem} onRetry={() => void reload()} />}
        {!account && !problem && <Loading lines={8} />}
        {account && (
          <>
            <Passkeys account={account} onChanged={() => void reload()} />
            <SignInWays account={account} onChanged={() => void reload()} />
            <TextWays />
            <Devices />
          </>
        )}
      </Page>
    </StepUpProvider>
  )
}
