import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Status } from '../../components/Status.tsx'
import { Time } from '../../components/Time.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { Answered } from '../Answered.tsx'
import { endOfDay, startOfDay } from '../day-end.ts'
import { useMembership } from '../membership.tsx'
import type { Answer } from '../read.ts'
import { useActWords } from './act-words.ts'
import type { AuditFilters } from './Filters.tsx'
import { RowsTable } from '../RowsTable.tsx'

const route = 'GET /api/as/:membershipId/audit'
type AuditPage = OutputOf<typeof route>
type AuditRow = AuditPage['items'][number]
/** How many patients one row names; a list shows many. */
const patientsNamed = 3

/** Events of the log, the newest first. */
export function AuditRows({ filters }: { filters: AuditFilters }): ReactNode {
  const t = useTranslations('staffAudit.search')
  const common = useTranslations('common.buttons')
  const { answer, showMore, isReadingMore } = useAudit(filters)
  return (
    <Answered answer={answer} lines={8}>
      {({ items, hasMore }) =>
        items.length === 0 ? (
          <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
        ) : (
          <>
            <output className="soft small">
              {hasMore ? t('foundMore', { count: items.length }) : t('found', { count: items.length })}
            </output>
            <Table items={items} />
            {hasMore && (
              <p>
                <Button onClick={showMore} isBusy={isReadingMore}>
                  {common('showMore')}
                </Button>
              </p>
            )}
          </>
        )
      }
    </Answered>
  )
}

function useAudit(filters: AuditFilters): {
  answer: Answer<{ items: readonly AuditRow[]; hasMore: boolean }>
  showMore: () => void
  isReadingMore: boolean
} {
  const { id: membershipId, practice } = useMembership()
  const { patient, actorId, act, from, until, flagged } = filters
  const wanted = {
    ...(patient && { patientId: patient.id }),
    ...(actorId && { actorId }),
    ...(act && { act }),
    ...(from && { from: startOfDay(from, practice.timeZone) }),
    ...(until && { until: endOfDay(until, practice.timeZone) }),
    ...(flagged && { flagged: 'true' }),
  }
  const query = useInfiniteQuery({
    queryKey: [route, membershipId, wanted],
    queryFn: ({ signal, pageParam }) =>
      call(route, { membershipId, ...wanted, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last: AuditPage) => last.nextCursor ?? undefined,
    // Every search is itself an event: it is made when it is asked for, not whenever the window is looked at.
    refetchOnWindowFocus: false,
    select: ({ pages }) => ({
      items: pages.flatMap(({ items }) => items),
      hasMore: pages.at(-1)?.nextCursor != null,
    }),
  })
  return {
    answer: query as unknown as Answer<{ items: readonly AuditRow[]; hasMore: boolean }>,
    showMore: () => void query.fetchNextPage(),
    isReadingMore: query.isFetchingNextPage,
  }
}

function Table({ items }: { items: readonly AuditRow[] }): ReactNode {
  const t = useTranslations('staffAudit')
  return (
    <RowsTable label={t('title')} columns={[t('row.when'), t('row.who'), t('row.what'), t('row.patients')]}>
      {items.map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </RowsTable>
  )
}

function Row({ row }: { row: AuditRow }): ReactNode {
  const t = useTranslations('staffAudit.row')
  const { personWords } = usePersonWords()
  const { actWords } = useActWords()
  const names = row.patients.slice(0, patientsNamed).map(({ name }) => name)
  const others = row.patientCount - names.length
  return (
    <tr>
      <td className="no-wrap">
        <Time at={row.at} show="stamp" />
        {!row.isSealed && <p className="soft small">{t('notSealed')}</p>}
      </td>
      <td>{row.actor && row.actor.kind !== 'system' ? personWords(row.actor) : t('system')}</td>
      <td>
        {actWords(row.act)}
        {row.outcome !== 0 && (
          <p>
            <Status kind="late">{t('refused')}</Status>
          </p>
        )}
        {row.reason !== null && (
          <p>
            <Status kind="urgent">{t('reason', { reason: row.reason })}</Status>
          </p>
        )}
      </td>
      <td>
        {names.length === 0 ? <span className="soft">{t('none')}</span> : names.join(', ')}
        {others > 0 && <span className="soft"> {t('more', { count: others })}</span>}
      </td>
    </tr>
  )
}
