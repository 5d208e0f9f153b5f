import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import { Button } from '../components/Button.tsx'
import { TextField } from '../components/controls.tsx'
import { Page } from '../components/Page.tsx'
import { addresses } from './addresses.ts'
import { linkTo } from './link-to.tsx'
import { PasswordField } from './PasswordField.tsx'
import { canUsePasskeys, signInWithPasskey } from './passkeys.ts'
import { useAccountProblems } from './problem-words.ts'
import type { SignInStep } from './session.ts'
import { SignedOutNotice, type SignedOutReason } from './SignedOutNotice.tsx'
import { Form, useForm } from './use-form.tsx'
import './account.css'

/** Who are you: a passkey, or an e-mail address and a password. */
export function FirstStep(props: { why: SignedOutReason | null; onStep: (step: SignInStep) => void }): ReactNode {
  const t = useTranslations('account.signIn')
  const common = useTranslations('common')
  const { errors } = useAccountProblems()
  const form = useForm()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isAskingPasskey, setIsAskingPasskey] = useState(false)

  async function usePasskey(): Promise<void> {
    setIsAskingPasskey(true)
    await form.submit({
      act: async () => props.onStep(await signInWithPasskey()),
      explain: (problem) => errors(problem, {}),
    })
    setIsAskingPasskey(false)
  }

  const submit = () =>
    form.submit({
      check: () => [
        ...(email.includes('@') ? [] : [{ id: 'email', text: t('emailMissing') }]),
        ...(password === '' ? [{ id: 'password', text: t('passwordMissing') }] : []),
      ],
      act: async () => props.onStep(await call('POST /api/session', { email: email.trim(), password })),
      explain: (problem) => errors(problem, { email: 'email', password: 'password', 'sign-in-refused': 'email' }),
    })

  return (
    <Page title={t('title')} hasError={form.errors.length > 0}>
      {props.why && <SignedOutNotice why={props.why} />}
      <Form form={form} onSubmit={submit}>
        {canUsePasskeys() && (
          <>
            <p>
              <Button
                look="primary"
                isBusy={isAskingPasskey}
                busyLabel={t('passkeyBusy')}
                onClick={() => void usePasskey()}
              >
                {t('passkey')}
              </Button>
            </p>
            <p className="either">{t('or')}</p>
          </>
        )}
        <TextField
          id="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          label={t('email')}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={form.errorOf('email')}
        />
        <PasswordField
          id="password"
          label={t('password')}
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={form.errorOf('password')}
        />
        <p>
          <Button type="submit" look="secondary" isBusy={form.isBusy && !isAskingPasskey} busyLabel={t('busy')}>
            {common('buttons.continue')}
          </Button>
        </p>
      </Form>
      <section className="stack" aria-labelledby="sign-in-help">
        <h2 id="sign-in-help">{t('helpTitle')}</h2>
        <p>{t.rich('join', { link: linkTo(addresses.join) })}</p>
        <p>{t('forgotten')}</p>
      </section>
    </Page>
  )
}
