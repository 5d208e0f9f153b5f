import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Icon } from './Icon.tsx'
import './Notice.css'

type Props = {
  kind: 'info' | 'urgent' | 'success' | 'offline'
  heading?: ReactNode
  /** It came while the page was open, and is to be read out. */
  isNew?: boolean
  children?: ReactNode
}

/** A fact set apart from the page: its kind is said by a shape and a word, and its colour only repeats it. */
export function Notice({ kind, heading, isNew = false, children }: Props): ReactNode {
  const t = useTranslations('common.notice')
  return (
    <div className={`notice notice-${kind}`} role={isNew ? 'status' : undefined}>
      <Icon name={kind} />
      <div>
        <p className="notice-heading">{heading ?? t(kind)}</p>
        {children && <div className="notice-body">{children}</div>}
      </div>
    </div>
  )
}
