import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { useNavigate } from './navigation.ts'
import type { ButtonLook } from './Button.tsx'
import './Button.css'

type Props = Omit<ComponentProps<'a'>, 'href' | 'className'> & {
  to: string
  /** Looks like a button where going there is the page's main act ("Write a message"). */
  look?: 'text' | 'plain' | ButtonLook
}

/** A link within the application: a real `<a href>` that the audience's router follows without loading the document. */
export function Link({ to, look = 'text', onClick, children, ...rest }: Props): ReactNode {
  const navigate = useNavigate()

  function follow(event: MouseEvent<HTMLAnchorElement>): void {
    onClick?.(event)
    if (event.defaultPrevented || !isOrdinaryClick(event) || rest.target || rest.download !== undefined) {
      return
    }
    event.preventDefault()
    navigate(to)
  }

  return (
    <a {...rest} href={to} className={classes[look]} onClick={follow}>
      {children}
    </a>
  )
}

const classes = {
  text: undefined,
  plain: 'plain-link',
  primary: 'button button-primary',
  secondary: 'button button-secondary',
  quiet: 'button button-quiet',
  danger: 'button button-danger',
} as const

/** Another button or a modifier means another tab or window: the browser's business. */
function isOrdinaryClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
}
