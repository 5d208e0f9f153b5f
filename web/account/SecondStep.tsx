import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import type { ApiProblem } from '../api/problem.ts'
import { Button } from '../components/Button.tsx'
import { Page } from '../components/Page.tsx'
import { CodeField, codeProblem, methodsIn, type CodeMethod } from './CodeField.tsx'
import { signInWithPasskey } from './passkeys.ts'
import { useAccountProblems } from './problem-words.ts'
import type { Factor, SignInStep } from './session.ts'
import type { SignedOutReason } from './SignedOutNotice.tsx'
import { Form, useForm } from './use-form.tsx'

type Props = {
  factors: readonly Factor[]
  onStep: (step: SignInStep) => void
  onStartAgain: (why: SignedOutReason | null) => void
}

/** The second proof after a password: a code of the app, a recovery code, or a passkey. */
export function SecondStep({ factors, onStep, onStartAgain }: Props): ReactNode {
  const t = useTranslations('account.secondStep')
  const common = useTranslations('common')
  const { errors } = useAccountProblems()
  const form = useForm()
  const methods = methodsIn(factors)
  const [method, setMethod] = useState<CodeMethod>(methods[0] ?? 'recovery-code')
  const [code, setCode] = useState('')

  function explain(problem: ApiProblem) {
    if (problem.code === 'sign-in-needed') {
      // The time between the password and this step is over.
      onStartAgain('ended')
    }
    return errors(problem, { code: 'code', 'code-refused': 'code' })
  }

  const submit = () =>
    form.submit({
      check: () => codeProblem(code, t('codeMissing')),
      act: async () => onStep(await call('POST /api/session/second-factor', { method, code: code.trim() })),
      explain,
    })

  return (
    <Page title={t('title')} lead={t('lead')} hasError={form.errors.length > 0}>
      <Form form={form} onSubmit={submit}>
        {factors.includes('passkey') && (
          <p>
            <Button
              look={methods.includes('totp') ? 'secondary' : 'primary'}
              onClick={() => void form.submit({ act: async () => onStep(await signInWithPasskey()), explain })}
            >
              {t('passkey')}
            </Button>
          </p>
        )}
        {methods.length > 0 && (
          <>
            <CodeField method={method} value={code} onChange={setCode} error={form.errorOf('code')} />
            <div className="row">
              <Button type="submit" look="primary" isBusy={form.isBusy} busyLabel={t('busy')}>
                {common('buttons.continue')}
              </Button>
              {methods.length > 1 && (
                <Button
                  look="quiet"
                  onClick={() => {
                    setCode('')
                    setMethod(method === 'totp' ? 'recovery-code' : 'totp')
                  }}
                >
                  {method === 'totp' ? t('useRecoveryCode') : t('useApp')}
                </Button>
              )}
            </div>
          </>
        )}
      </Form>
      <p>
        <Button look="quiet" onClick={() => onStartAgain(null)}>
          {t('startAgain')}
        </Button>
      </p>
      <p className="soft">{t('lost')}</p>
    </Page>
  )
}
