import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../shared/limits.ts'
import { Button } from '../components/Button.tsx'
import { TextField } from '../components/controls.tsx'
import { Page } from '../components/Page.tsx'
import { BackButton } from './BackButton.tsx'
import { PasswordField } from './PasswordField.tsx'
import { useAccountProblems } from './problem-words.ts'
import type { SetUpProps } from './SetUpPage.tsx'
import { Form, useForm } from './use-form.tsx'

type Props = SetUpProps & { onBack: () => void; onSend: () => Promise<void> }

/** The administrator: who invites the others. The answers of all pages are sent from here. */
export function SetUpPerson({ answers, onChange, onBack, onSend }: Props): ReactNode {
  const t = useTranslations('account.setUp')
  const newAccount = useTranslations('account.newAccount')
  const { errors } = useAccountProblems()
  const form = useForm()

  const submit = () =>
    form.submit({
      check: () => [
        ...(answers.name.trim() === '' ? [{ id: 'name', text: t('nameMissing') }] : []),
        ...(answers.email.includes('@') ? [] : [{ id: 'email', text: newAccount('emailMissing') }]),
        ...(answers.password === '' ? [{ id: 'password', text: newAccount('passwordMissing') }] : []),
      ],
      act: onSend,
      explain: (problem) => errors(problem, { name: 'name', email: 'email', password: 'password' }),
    })

  return (
    <Page title={t('personTitle')} lead={t('personLead')} hasError={form.errors.length > 0}>
      <Form form={form} onSubmit={submit}>
        <TextField
          id="name"
          label={t('name')}
          autoComplete="name"
          maxLength={limits.nameCharacters}
          value={answers.name}
          onChange={(event) => onChange({ name: event.target.value })}
          error={form.errorOf('name')}
        />
        <TextField
          id="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          label={newAccount('email')}
          value={answers.email}
          onChange={(event) => onChange({ email: event.target.value })}
          error={form.errorOf('email')}
        />
        <PasswordField
          id="password"
          label={newAccount('password')}
          hint={newAccount('passwordHint', { least: limits.passwordMinimumCharacters })}
          autoComplete="new-password"
          value={answers.password}
          onChange={(password) => onChange({ password })}
          error={form.errorOf('password')}
        />
        <div className="row">
          <Button type="submit" look="primary" isBusy={form.isBusy} busyLabel={t('busy')}>
            {t('send')}
          </Button>
          <BackButton onBack={onBack} />
        </div>
      </Form>
    </Page>
  )
}
