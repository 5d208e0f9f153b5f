import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from './Link.tsx'
import './SummaryList.css'

/** Questions and their answers, as on "Check your message"; each answer may lead back to where it was given. */
export function SummaryList({ children }: { children: ReactNode }): ReactNode {
  return <dl className="summary-list">{children}</dl>
}

export function SummaryRow(props: { name: string; changeAt?: string; children: ReactNode }): ReactNode {
  const t = useTranslations('common.buttons')
  return (
    <div className="summary-row">
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
      {props.changeAt && (
        <dd className="summary-change">
          <Link to={props.changeAt} aria-label={t('changeWhat', { what: props.name })}>
            {t('change')}
          </Link>
        </dd>
      )}
    </div>
  )
}
