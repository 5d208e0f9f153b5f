import { useTranslations } from 'use-intl'
import type { ComponentProps, ReactNode } from 'react'
import './Button.css'

/** primary: the page's one main act; secondary: beside it; quiet: a small act within text or rows; danger: cannot be undone. */
export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger'
type Props = Omit<ComponentProps<'button'>, 'className'> & {
  look?: ButtonLook
  /** The act is under way: further clicks do nothing, and the words say so ("Sending…"). */
  isBusy?: boolean
  busyLabel?: string
}

/** A button that says the verb. It stays focusable while busy, so that the keyboard's place is kept. */
export function Button({
  look = 'secondary',
  isBusy = false,
  busyLabel,
  onClick,
  children,
  ...rest
}: Props): ReactNode {
  const t = useTranslations('common')
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${look}`}
      aria-disabled={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) {
          event.preventDefault()
          return
        }
        onClick?.(event)
      }}
    >
      {isBusy ? (busyLabel ?? t('states.saving')) : children}
    </button>
  )
}
