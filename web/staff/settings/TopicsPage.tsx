import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { Status } from '../../components/Status.tsx'
import type { OutputOf } from '../../api/routes.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'

export type Topic = OutputOf<'GET /api/as/:membershipId/topics'>['items'][number]

/** What patients can write about, and where each goes. */
export function TopicsPage(): ReactNode {
  const t = useTranslations('staffPractice.topics')
  const addresses = useAddresses()
  const can = useCan()
  const answer = useRead('GET /api/as/:membershipId/topics', {})
  return (
    <div className="pane">
      <Page title={t('title')}>
        {can.managePractice && (
          <p>
            <Link to={addresses.topic('new')} look="primary">
              {t('add')}
            </Link>
          </p>
        )}
        <Answered answer={answer}>
          {({ items }) =>
            items.length === 0 ? <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState> : <Rows items={items} />
          }
        </Answered>
      </Page>
    </div>
  )
}

function Rows({ items }: { items: readonly Topic[] }): ReactNode {
  const t = useTranslations('staffPractice.topics')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const can = useCan()
  return (
    <RowsTable label={t('title')} columns={[t('topic'), t('inbox'), t('reply'), t('limits'), t('state')]}>
      {items.map((topic) => (
        <tr key={topic.id}>
          <th scope="row">
            {can.managePractice ? (
              <Link to={addresses.topic(topic.id)}>{topic.name[language]}</Link>
            ) : (
              topic.name[language]
            )}
          </th>
          <td>{topic.careTeam.name}</td>
          <td>{t('hours', { count: Math.round(topic.replyWithinMinutes / 6) / 10 })}</td>
          <td>{t('limitsOf', { characters: topic.characters, files: topic.files })}</td>
          <td>
            {topic.isOpen ? <Status kind="done">{t('open')}</Status> : <Status kind="closed">{t('closed')}</Status>}
          </td>
        </tr>
      ))}
    </RowsTable>
  )
}
