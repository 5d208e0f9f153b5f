import { useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import type { OutputOf } from '../api/routes.ts'
import { Button } from '../components/Button.tsx'
import { FailedRead } from '../components/Failure.tsx'
import { Loading } from '../components/Loading.tsx'
import { Page } from '../components/Page.tsx'
import { BackButton } from './BackButton.tsx'
import { CodeField, codeProblem } from './CodeField.tsx'
import { useAccountProblems } from './problem-words.ts'
import { QrCode } from './QrCode.tsx'
import { useStepUp } from './StepUp.tsx'
import { Form, useForm } from './use-form.tsx'

type Secret = OutputOf<'POST /api/account/totp-challenges'>

/** Connects an authenticator app: its secret as a picture and as text, then a code that shows it works. */
export function NewAuthenticator({ onDone, onBack }: { onDone: () => void; onBack: () => void }): ReactNode {
  const t = useTranslations('account.newAuthenticator')
  const withStepUp = useStepUp()
  const [secret, setSecret] = useState<Secret>()
  const [problem, setProblem] = useState<ApiProblem>()

  async function ask(): Promise<void> {
    setProblem(undefined)
    try {
      setSecret(await withStepUp(() => call('POST /api/account/totp-challenges', {})))
    } catch (error) {
      if (!(error instanceof ApiProblem)) {
        throw error
      }
      setProblem(error)
    }
  }

  useEffect(() => {
    void ask()
    // Once: each asking makes another secret.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  return (
    <Page title={t('title')} lead={t('lead')}>
      {secret && <Confirm secret={secret} onDone={onDone} onBack={onBack} onAskAgain={ask} />}
      {!secret && (problem ? <FailedRead problem={problem} onRetry={() => void ask()} /> : <Loading />)}
    </Page>
  )
}

type ConfirmProps = { secret: Secret; onDone: () => void; onBack: () => void; onAskAgain: () => Promise<void> }

function Confirm({ secret, onDone, onBack, onAskAgain }: ConfirmProps): ReactNode {
  const t = useTranslations('account.newAuthenticator')
  const { errors } = useAccountProblems()
  const form = useForm()
  const [code, setCode] = useState('')

  const submit = () =>
    form.submit({
      check: () => codeProblem(code, t('codeMissing')),
      act: async () => {
        await call('POST /api/account/totp', { ticket: secret.ticket, code: code.trim() })
        onDone()
      },
      explain: (problem) => {
        if (problem.code === 'ticket-expired') {
          void onAskAgain()
        }
        return errors(problem, { code: 'code', 'ticket-expired': 'code' })
      },
    })

  return (
    <>
      <section className="stack" aria-labelledby="scan">
        <h2 id="scan">{t('scanTitle')}</h2>
        <p>{t('scan')}</p>
        <QrCode rows={secret.qr} label={t('qrLabel')} />
        <p>{t('typeInstead')}</p>
        <p className="secret" translate="no">
          {secret.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
        </p>
      </section>
      <section className="stack" aria-labelledby="confirm">
        <h2 id="confirm">{t('confirmTitle')}</h2>
        <Form form={form} onSubmit={submit}>
          <CodeField method="totp" value={code} onChange={setCode} error={form.errorOf('code')} />
          <div className="row">
            <Button type="submit" look="primary" isBusy={form.isBusy} busyLabel={t('busy')}>
              {t('confirm')}
            </Button>
            <BackButton onBack={onBack} />
          </div>
        </Form>
      </section>
    </>
  )
}
