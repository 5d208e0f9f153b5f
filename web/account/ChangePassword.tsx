import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { limits } from '../../shared/limits.ts'
import { call } from '../api/client.ts'
import { useRead } from '../api/use-read.ts'
import { Button } from '../components/Button.tsx'
import { Link } from '../components/Link.tsx'
import { Page } from '../components/Page.tsx'
import { addresses } from './addresses.ts'
import { PasswordField } from './PasswordField.tsx'
import { useAccountProblems } from './problem-words.ts'
import { useStepUp } from './StepUp.tsx'
import { Form, useForm } from './use-form.tsx'

/** Another password: the present one first, then the new one. Every other device is signed out. */
export function ChangePassword(): ReactNode {
  const t = useTranslations('account.changePassword')
  const newAccount = useTranslations('account.newAccount')
  const { errors } = useAccountProblems()
  const { data: account } = useRead('GET /api/account', {})
  const withStepUp = useStepUp()
  const form = useForm()
  const [currentPassword, setCurrentPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const [isDone, setIsDone] = useState(false)

  const submit = () =>
    form.submit({
      check: () => [
        ...(currentPassword === '' ? [{ id: 'current', text: t('currentMissing') }] : []),
        ...(newPassword === '' ? [{ id: 'new', text: newAccount('passwordMissing') }] : []),
      ],
      act: async () => {
        await withStepUp(() => call('PUT /api/account/password', { currentPassword, newPassword }))
        setIsDone(true)
      },
      explain: (problem) => errors(problem, { currentPassword: 'current', newPassword: 'new' }),
    })

  if (isDone) {
    return (
      <Page key="done" title={t('doneTitle')} lead={t('done')}>
        <p>
          <Link to={addresses.account}>{t('toAccount')}</Link>
        </p>
      </Page>
    )
  }
  return (
    <Page title={t('title')} lead={t('lead')} back={{ to: addresses.account }} hasError={form.errors.length > 0}>
      <Form form={form} onSubmit={submit}>
        {/* Lets a password manager know whose password this is. */}
        <input type="email" autoComplete="username" value={account?.email ?? ''} readOnly hidden />
        <PasswordField
          id="current"
          label={t('current')}
          autoComplete="current-password"
          value={currentPassword}
          onChange={setCurrentPassword}
          error={form.errorOf('current')}
        />
        <PasswordField
          id="new"
          label={t('new')}
          hint={newAccount('passwordHint', { least: limits.passwordMinimumCharacters })}
          autoComplete="new-password"
          value={newPassword}
          onChange={setNewPassword}
          error={form.errorOf('new')}
        />
        <p>
          <Button type="submit" look="primary" isBusy={form.isBusy}>
            {t('save')}
          </Button>
        </p>
      </Form>
    </Page>
  )
}
