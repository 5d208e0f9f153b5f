import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../shared/limits.ts'
import { call } from '../api/client.ts'
import { Button } from '../components/Button.tsx'
import { TextField } from '../components/controls.tsx'
import { Notice } from '../components/Notice.tsx'
import { Page } from '../components/Page.tsx'
import { useLanguage } from '../i18n/LanguageProvider.tsx'
import { BackButton } from './BackButton.tsx'
import type { Invitation } from './JoinPage.tsx'
import { PasswordField } from './PasswordField.tsx'
import { useAccountProblems } from './problem-words.ts'
import type { SignInStep } from './session.ts'
import { Form, useForm } from './use-form.tsx'

type Props = {
  invitation: Invitation
  onStep: (step: SignInStep) => void
  onExisting: () => void
  onBack: () => void
  onExpired: () => void
}

/** A new account: an e-mail address for notices and for signing in, and a password. */
export function NewAccount({ invitation, onStep, onExisting, onBack, onExpired }: Props): ReactNode {
  const t = useTranslations('account.newAccount')
  const common = useTranslations('common')
  const { errors } = useAccountProblems()
  const { language } = useLanguage()
  const form = useForm()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [isKnown, setIsKnown] = useState(false)

  const submit = () =>
    form.submit({
      check: () => [
        ...(email.includes('@') ? [] : [{ id: 'email', text: t('emailMissing') }]),
        ...(password === '' ? [{ id: 'password', text: t('passwordMissing') }] : []),
      ],
      act: async () => {
        setIsKnown(false)
        const { ticket } = invitation
        onStep(await call('POST /api/enrolment/accounts', { ticket, email: email.trim(), password, language }))
      },
      explain: (problem) => {
        setIsKnown(problem.code === 'email-in-use')
        if (problem.code === 'ticket-expired' || problem.code === 'invitation-used') {
          onExpired()
        }
        return errors(problem, { email: 'email', password: 'password', 'email-in-use': 'email' })
      },
    })

  return (
    <Page title={t('title')} lead={t('lead', { clinic: invitation.practice.name })} hasError={form.errors.length > 0}>
      <Form form={form} onSubmit={submit}>
        {isKnown && (
          <Notice kind="info" heading={t('knownTitle')}>
            <Button look="quiet" onClick={onExisting}>
              {t('known')}
            </Button>
          </Notice>
        )}
        <TextField
          id="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          label={t('email')}
          hint={t('emailHint')}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={form.errorOf('email')}
        />
        <PasswordField
          id="password"
          label={t('password')}
          hint={t('passwordHint', { least: limits.passwordMinimumCharacters })}
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          error={form.errorOf('password')}
        />
        <div className="row">
          <Button type="submit" look="primary" isBusy={form.isBusy} busyLabel={t('busy')}>
            {common('buttons.continue')}
          </Button>
          <BackButton onBack={onBack} />
        </div>
      </Form>
    </Page>
  )
}
