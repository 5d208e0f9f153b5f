import { createContext, use, useCallback, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { useRead } from '../api/use-read.ts'
import { Button } from '../components/Button.tsx'
import { Dialog } from '../components/Dialog.tsx'
import { CodeField, codeProblem, methodsIn, type CodeMethod } from './CodeField.tsx'
import { stepUpWithPasskey } from './passkeys.ts'
import { useAccountProblems } from './problem-words.ts'
import type { Factor } from './session.ts'
import { Form, useForm } from './use-form.tsx'

type WithStepUp = <T>(act: () => Promise<T>) => Promise<T>

/** Without the provider an act is done as it is: right after signing in nothing more has to be proven. */
const StepUpContext = createContext<WithStepUp>((act) => act())

/** Does an act; if the server wants a new proof first, asks for it and does the act again. */
export function useStepUp(): WithStepUp {
  return use(StepUpContext)
}

/** Gives the pages below a dialog that asks for a new proof when a change to the account needs one. */
export function StepUpProvider({ children }: { children: ReactNode }): ReactNode {
  const t = useTranslations('account.stepUp')
  const [asking, setAsking] = useState<{ answer: (isProven: boolean) => void } | null>(null)

  const withStepUp = useCallback(async <T,>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'step-up-needed') {
        throw error
      }
      const isProven = await new Promise<boolean>((answer) => setAsking({ answer }))
      setAsking(null)
      if (!isProven) {
        throw error
      }
      return act()
    }
  }, [])

  return (
    <StepUpContext value={withStepUp}>
      {children}
      <Dialog isOpen={asking !== null} onClose={() => asking?.answer(false)} title={t('title')}>
        {asking && <Proof onProven={() => asking.answer(true)} />}
      </Dialog>
    </StepUpContext>
  )
}

function Proof({ onProven }: { onProven: () => void }): ReactNode {
  const t = useTranslations('account.stepUp')
  const { data: session } = useRead('GET /api/session', {})
  const factors = session?.step?.factors ?? []
  return (
    <>
      <p>{t('lead')}</p>
      {factors.includes('passkey') && <PasskeyProof onProven={onProven} />}
      {methodsIn(factors).length > 0 && <CodeProof factors={factors} onProven={onProven} />}
      {session && factors.length === 0 && <p>{t('nothing')}</p>}
    </>
  )
}

function PasskeyProof({ onProven }: { onProven: () => void }): ReactNode {
  const t = useTranslations('account.stepUp')
  const { errors } = useAccountProblems()
  const form = useForm()

  const submit = () =>
    form.submit({
      act: async () => {
        await stepUpWithPasskey()
        onProven()
      },
      explain: (problem) => errors(problem, {}),
    })

  return (
    <Form form={form} onSubmit={submit}>
      <p>
        <Button type="submit" look="primary" isBusy={form.isBusy} busyLabel={t('busy')}>
          {t('passkey')}
        </Button>
      </p>
    </Form>
  )
}

function CodeProof({ factors, onProven }: { factors: readonly Factor[]; onProven: () => void }): ReactNode {
  const t = useTranslations('account.stepUp')
  const other = useTranslations('account.secondStep')
  const { errors } = useAccountProblems()
  const form = useForm()
  const methods = methodsIn(factors)
  const [method, setMethod] = useState<CodeMethod>(methods[0] ?? 'recovery-code')
  const [code, setCode] = useState('')

  const submit = () =>
    form.submit({
      check: () => codeProblem(code, other('codeMissing')),
      act: async () => {
        await call('POST /api/account/step-up', { method, code: code.trim() })
        onProven()
      },
      explain: (problem) => errors(problem, { code: 'code', 'code-refused': 'code' }),
    })

  return (
    <Form form={form} onSubmit={submit}>
      <CodeField method={method} value={code} onChange={setCode} error={form.errorOf('code')} />
      <div className="row">
        <Button type="submit" look={factors.includes('passkey') ? 'secondary' : 'primary'} isBusy={form.isBusy}>
          {t('confirm')}
        </Button>
        {methods.length > 1 && (
          <Button look="quiet" onClick={() => setMethod(method === 'totp' ? 'recovery-code' : 'totp')}>
            {method === 'totp' ? other('useRecoveryCode') : other('useApp')}
          </Button>
        )}
      </div>
    </Form>
  )
}
