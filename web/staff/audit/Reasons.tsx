import { useInfiniteQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/client.ts'
import type { OutputOf } from '../../api/routes.ts'
import { announce } from '../../components/Announcer.tsx'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/controls.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Status } from '../../components/Status.tsx'
import { Time, useTimeWords } from '../../components/Time.tsx'
import { usePersonWords } from '../../conversation/person-words.ts'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { Answered } from '../Answered.tsx'
import { useMembership } from '../membership.tsx'
import { useMemberCall, useReadAgain, type Answer } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { useAct } from '../use-act.ts'

const route = 'GET /api/as/:membershipId/access-grants'
type GrantsPage = OutputOf<typeof route>
type Grant = GrantsPage['items'][number]

const headingId = 'audit-reasons'

/** Who looked outside their inboxes and why, for the privacy officer to review one by one. */
export function Reasons(): ReactNode {
  const t = useTranslations('staffAudit.reasons')
  const common = useTranslations('common.buttons')
  const [isOpen, setIsOpen] = useState(true)
  const { answer, showMore, isReadingMore } = useGrants(isOpen)
  return (
    <section className="sheet" aria-labelledby={headingId}>
      <h2 id={headingId} tabIndex={-1}>
        {t('title')}
      </h2>
      <p className="soft">{t('lead')}</p>
      <Checkbox label={t('onlyOpen')} checked={isOpen} onChange={(event) => setIsOpen(event.target.checked)} />
      <Answered answer={answer}>
        {({ items, hasMore }) =>
          items.length === 0 ? (
            <p>{isOpen ? t('noneOpen') : t('none')}</p>
          ) : (
            <>
              <RowsTable label={t('rows')} columns={[t('when'), t('who'), t('patient'), t('reason'), t('review')]}>
                {items.map((grant) => (
                  <Row key={grant.id} grant={grant} />
                ))}
              </RowsTable>
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
    </section>
  )
}

type Grants = { items: readonly Grant[]; hasMore: boolean }

function useGrants(isOpen: boolean): { answer: Answer<Grants>; showMore: () => void; isReadingMore: boolean } {
  const { id: membershipId } = useMembership()
  const query = useInfiniteQuery({
    queryKey: [route, membershipId, { isOpen }],
    queryFn: ({ signal, pageParam }) =>
      call(
        route,
        { membershipId, ...(isOpen && { open: 'true' }), ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last: GrantsPage) => last.nextCursor ?? undefined,
    refetchOnWindowFocus: false,
    select: ({ pages }): Grants => ({
      items: pages.flatMap(({ items }) => items),
      hasMore: pages.at(-1)?.nextCursor != null,
    }),
  })
  return {
    answer: query as unknown as Answer<Grants>,
    showMore: () => void query.fetchNextPage(),
    isReadingMore: query.isFetchingNextPage,
  }
}

function Row({ grant }: { grant: Grant }): ReactNode {
  const { personWords } = usePersonWords()
  return (
    <tr>
      <td className="no-wrap">
        <Time at={grant.grantedAt} show="stamp" />
      </td>
      <td>{personWords(grant.practitioner)}</td>
      <td>{grant.patient.name}</td>
      <td className="typed">{grant.reason}</td>
      <td>
        <Review grant={grant} />
      </td>
    </tr>
  )
}

function Review({ grant }: { grant: Grant }): ReactNode {
  const t = useTranslations('staffAudit.reasons')
  const { problemWords } = useProblemWords()
  const timeWords = useTimeWords()
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const { run, isBusy, problem } = useAct()

  async function review(): Promise<void> {
    const done = await run(() =>
      memberCall('POST /api/as/:membershipId/access-grants/:grantId/review', { grantId: grant.id }),
    )
    if (done) {
      announce(t('done'))
      await readAgain([route])
      // The row with the button may be gone.
      document.getElementById(headingId)?.focus()
    }
  }

  if (grant.reviewedAt) {
    const when = timeWords(grant.reviewedAt)
    return <Status kind="done">{t('reviewed', { name: grant.reviewedBy?.name ?? '', when })}</Status>
  }
  return (
    <>
      <Button onClick={() => void review()} isBusy={isBusy}>
        {t('mark')}
      </Button>
      {problem && <Notice kind="urgent">{problemWords(problem)}</Notice>}
    </>
  )
}
