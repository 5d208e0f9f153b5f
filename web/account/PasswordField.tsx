import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Checkbox, TextField } from '../components/controls.tsx'
import type { FieldProps } from '../components/Field.tsx'

type Props = FieldProps & {
  id: string
  value: string
  onChange: (password: string) => void
  autoComplete: 'current-password' | 'new-password'
}

/** A password, hidden unless its writer wants to see it. */
export function PasswordField({ value, onChange, ...props }: Props): ReactNode {
  const t = useTranslations('account.password')
  const [isShown, setIsShown] = useState(false)
  return (
    <div className="password-field">
      <TextField
        {...props}
        type={isShown ? 'text' : 'password'}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
      />
      <Checkbox label={t('show')} checked={isShown} onChange={(event) => setIsShown(event.target.checked)} />
    </div>
  )
}
