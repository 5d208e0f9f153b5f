import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { workingRoles } from '../../../shared/people.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import type { OutputOf } from '../../api/routes.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { GiveOrphan } from './GiveOrphan.tsx'

export const orphansRoute = 'GET /api/as/:membershipId/orphans'
export type Orphan = OutputOf<typeof orphansRoute>['items'][number]

/** What nobody would act on, the longest wait first, each with a way to give it to somebody. */
export function OrphansPage(): ReactNode {
  const t = useTranslations('staffOrphans')
  const timeWords = useTimeWords()
  const answer = useRead(orphansRoute, {})
  const people = useRead('GET /api/as/:membershipId/practitioners', {})
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <Answered answer={answer}>
          {({ items, checkedAt }) => (
            <>
              <p className="soft">{checkedAt === null ? t('never') : t('checkedAt', { when: timeWords(checkedAt) })}</p>
              {items.length === 0 ? (
                <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
              ) : (
                <Answered answer={people}>
                  {({ items: colleagues }) => (
                    <RowsTable label={t('title')} columns={[t('about'), t('why'), t('act')]}>
                      {items.map((item) => (
                        <Row
                          key={item.conversation?.id ?? item.careTeam.id}
                          item={item}
                          colleagues={colleagues.filter(
                            ({ role, status }) => status === 'confirmed' && workingRoles.includes(role),
                          )}
                        />
                      ))}
                    </RowsTable>
                  )}
                </Answered>
              )}
            </>
          )}
        </Answered>
      </Page>
    </div>
  )
}

function Row({ item, colleagues }: { item: Orphan; colleagues: readonly { id: string; name: string }[] }): ReactNode {
  const t = useTranslations('staffOrphans')
  const { language } = useLanguage()
  const addresses = useAddresses()
  const timeWords = useTimeWords()
  const { conversation, careTeam } = item
  return (
    <tr>
      <td>
        {conversation === null ? (
          t('inbox', { name: careTeam.name })
        ) : (
          <>
            <Link to={addresses.patient(conversation.patient.id)}>{conversation.patient.name}</Link>
            <br />
            <span className="soft">{conversation.topic[language]}</span>
            <br />
            <span className="soft">{t('inbox', { name: careTeam.name })}</span>
            <br />
            <span className="soft">{t('since', { when: timeWords(conversation.lastMessageAt) })}</span>
          </>
        )}
      </td>
      <td>
        <Why item={item} />
      </td>
      <td>
        {conversation === null ? (
          <Link to={addresses.inbox(careTeam.id)} look="secondary">
            {t('changeInbox')}
          </Link>
        ) : (
          <GiveOrphan conversation={conversation} inbox={careTeam} colleagues={colleagues} />
        )}
      </td>
    </tr>
  )
}

function Why({ item: { kinds, conversation, open } }: { item: Orphan }): ReactNode {
  const t = useTranslations('staffOrphans')
  const owner = conversation?.owner?.name ?? ''
  return (
    <>
      {kinds.map((kind) => (
        <p key={kind}>
          {kind !== 'owner-gone'
            ? t(`kinds.${kind}`)
            : owner === ''
              ? t('kinds.owner-gone-unknown')
              : t('kinds.owner-gone', { name: owner })}
        </p>
      ))}
      {open !== null && <p className="soft">{t('open', { count: open })}</p>}
    </>
  )
}
