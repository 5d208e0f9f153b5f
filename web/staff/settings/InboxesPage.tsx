import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'

/** The inboxes, who answers for them, and how many work in them. */
export function InboxesPage(): ReactNode {
  const t = useTranslations('staffPractice.inboxes')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const can = useCan()
  const answer = useRead('GET /api/as/:membershipId/care-teams', {})
  return (
    <div className="pane">
      <Page title={t('title')}>
        {can.managePractice && (
          <p>
            <Link to={addresses.inbox('new')} look="primary">
              {t('add')}
            </Link>
          </p>
        )}
        <Answered answer={answer}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
            ) : (
              <RowsTable label={t('title')} columns={[t('name'), t('owner'), t('backup'), t('members')]}>
                {items.map(({ id, name, owner, backup, members }) => (
                  <tr key={id}>
                    <th scope="row">
                      {can.managePractice ? <Link to={addresses.inbox(id)}>{name[language]}</Link> : name[language]}
                    </th>
                    <td>{owner?.name ?? t('noOne')}</td>
                    <td>{backup?.name ?? t('noOne')}</td>
                    <td>{t('count', { count: members.length })}</td>
                  </tr>
                ))}
              </RowsTable>
            )
          }
        </Answered>
      </Page>
    </div>
  )
}
