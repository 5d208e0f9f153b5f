import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { type InboxCheck, inboxChecksRoute, type Roster, rostersRoute, useWeekWords, useWhenWords } from './checks.ts'
import { LastChecks } from './LastChecks.tsx'
import { RosterWarnings } from './RosterWarnings.tsx'
import { weekOf } from './roster-rows.ts'
import './checks.css'

/** When each inbox is checked and how it stands; below it, for who answers for inboxes, the last checks. */
export function ChecksPage(): ReactNode {
  const t = useTranslations('staffChecks')
  const rosters = useRead(rostersRoute, {})
  const checks = useRead(inboxChecksRoute, {})
  return (
    <div className="pane">
      <Page title={t('title')} lead={t('lead')}>
        <Answered answer={rosters}>
          {({ items }) => (
            <>
              <RowsTable label={t('rosters')} columns={[t('inbox'), t('times'), t('lastCheck'), t('nextCheck')]}>
                {items.map((roster) => (
                  <Row
                    key={roster.careTeam.id}
                    roster={roster}
                    check={checks.data?.items.find(({ careTeam }) => careTeam.id === roster.careTeam.id)}
                  />
                ))}
              </RowsTable>
              {items.some(({ canReadChecks }) => canReadChecks) && <LastChecks />}
            </>
          )}
        </Answered>
      </Page>
    </div>
  )
}

function Row({ roster, check }: { roster: Roster; check: InboxCheck | undefined }): ReactNode {
  const t = useTranslations('staffChecks')
  const addresses = useAddresses()
  const whenWords = useWhenWords()
  const { careTeam, isOn, canChange } = roster
  const last = check?.last
  const next = check?.next
  return (
    <tr>
      <th scope="row">
        {careTeam.name}
        {canChange && (
          <>
            <br />
            <Link to={addresses.checkRoster(careTeam.id)}>
              {isOn ? t('change', { inbox: careTeam.name }) : t('set', { inbox: careTeam.name })}
            </Link>
          </>
        )}
      </th>
      <td>{isOn ? <Week roster={roster} /> : <span className="soft">{t('off')}</span>}</td>
      <td>{last && t('list.doneAt', { name: last.by?.name ?? t('line.noOne'), when: whenWords(last.doneAt) })}</td>
      <td>
        {next &&
          (next.person
            ? t('list.doneAt', { name: next.person.name, when: whenWords(next.dueAt) })
            : whenWords(next.dueAt))}
      </td>
    </tr>
  )
}

function Week({ roster }: { roster: Roster }): ReactNode {
  const t = useTranslations('staffChecks')
  const weekWords = useWeekWords()
  return (
    <>
      {weekOf(roster.times).map(({ weekdays, times }) => (
        <p key={weekdays.join(' ')}>
          {t('on', { times: weekWords.list(times.map(weekWords.time)), days: weekWords.days(weekdays) })}
        </p>
      ))}
      <RosterWarnings roster={roster} />
    </>
  )
}
