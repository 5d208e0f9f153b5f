import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { useCan } from '../membership.tsx'
import { AuditRows } from './AuditRows.tsx'
import { AuditState } from './AuditState.tsx'
import { Filters, noFilters } from './Filters.tsx'
import { Reasons } from './Reasons.tsx'
import '../settings/settings.css'

/** Whether the log is whole; and, for the privacy officer, who did what. */
export function AuditPage(): ReactNode {
  const t = useTranslations('staffAudit')
  const can = useCan()
  const [filters, setFilters] = useState(noFilters)
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <AuditState />
        {can.searchAudit && <Reasons />}
        {can.searchAudit ? (
          <section className="stack" aria-labelledby="audit-search">
            <h2 id="audit-search">{t('search.title')}</h2>
            <Filters value={filters} onChange={setFilters} />
            <AuditRows filters={filters} />
          </section>
        ) : (
          <Notice kind="info">{t('countsOnly')}</Notice>
        )}
      </Page>
    </div>
  )
}
