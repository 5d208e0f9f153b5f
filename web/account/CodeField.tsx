import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { TextField } from '../components/controls.tsx'
import type { FieldError } from '../components/ErrorSummary.tsx'
import type { Factor } from './session.ts'

export type CodeMethod = 'totp' | 'recovery-code'

/** The codes this account can show, the app's first. */
export function methodsIn(factors: readonly Factor[]): CodeMethod[] {
  return (['totp', 'recovery-code'] as const).filter((method) => factors.includes(method))
}

/** What is wrong with a typed code before it is sent: nothing at all was typed. */
export function codeProblem(code: string, words: string): FieldError[] {
  return code.trim() === '' ? [{ id: 'code', text: words }] : []
}

type Props = { method: CodeMethod; value: string; onChange: (code: string) => void; error: string | undefined }

/** Six digits of the app, or a recovery code as it was written down. */
export function CodeField({ method, value, onChange, error }: Props): ReactNode {
  const t = useTranslations('account.code')
  const isApp = method === 'totp'
  return (
    <TextField
      id="code"
      key={method}
      label={isApp ? t('app') : t('recovery')}
      hint={isApp ? t('appHint') : t('recoveryHint')}
      width={isApp ? 'code' : 'full'}
      inputMode={isApp ? 'numeric' : 'text'}
      autoComplete={isApp ? 'one-time-code' : 'off'}
      autoCapitalize="characters"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error}
    />
  )
}
