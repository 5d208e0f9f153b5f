import { useInfiniteQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useNow, useTranslations } from 'use-intl'
import { figuresNow } from '../../../shared/seeing.ts'
import { call } from '../../api/client.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { Page } from '../../components/Page.tsx'
import { Time } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { todayIn } from '../day-end.ts'
import { useAddresses, useMembership } from '../membership.tsx'
import type { Answer } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { askOf, queryOf, seenLookOf, type SeenLook } from './look.ts'
import { useStepWords } from './words.ts'

const route = 'GET /api/as/:membershipId/seeing/conversations'
type Listed = OutputOf<typeof route>
type Item = Listed['items'][number]
type Read = { items: readonly Item[]; hasMore: boolean }

/** The conversations behind a figure. Whose they are is shown to those who may open them. */
export function SeenListPage(): ReactNode {
  const t = useTranslations('staffSeeing.list')
  const common = useTranslations('common.buttons')
  const { search } = useLocation()
  const look = seenLookOf(search as Record<string, unknown>)
  const addresses = useAddresses()
  const { answer, days, showMore, isReadingMore } = useSeen(look)
  const { figure: _figure, language: _language, age: _age, ...page } = look
  return (
    <div className="pane">
      <Page
        title={t(`title.${look.figure}`)}
        lead={
          <>
            <Only look={look} days={days} /> {t('lead')}
          </>
        }
        back={{ to: addresses.seeing + queryOf(page), label: t('back') }}
      >
        <Answered answer={answer} lines={8}>
          {({ items, hasMore }) =>
            items.length === 0 ? (
              <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
            ) : (
              <>
                <RowsTable
                  label={t(`title.${look.figure}`)}
                  columns={[t('patient'), t('topic'), t('person'), t('when'), t('due')]}
                >
                  {items.map((item) => (
                    <Row key={`${item.at} ${item.conversationId ?? item.topic.en}`} item={item} />
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
      </Page>
    </div>
  )
}

function useSeen(look: SeenLook) {
  const { id: membershipId, practice } = useMembership()
  const today = todayIn(practice.timeZone, useNow({ updateInterval: 60_000 }))
  const asked = askOf(look, today)
  const of = {
    figure: look.figure,
    ...asked,
    ...(look.language && { language: look.language }),
    ...(look.age && { ageBand: look.age }),
  }
  const query = useInfiniteQuery({
    queryKey: [route, membershipId, of],
    queryFn: ({ signal, pageParam }) =>
      call(route, { membershipId, ...of, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last: Listed) => last.nextCursor ?? undefined,
    // Every list is a look at people, and is recorded: it is made when it is asked for.
    refetchOnWindowFocus: false,
    select: ({ pages }): Read => ({
      items: pages.flatMap(({ items }) => items),
      hasMore: pages.at(-1)?.nextCursor != null,
    }),
  })
  const isNow = figuresNow.some((figure) => figure === look.figure)
  return {
    answer: query as unknown as Answer<Read>,
    days: isNow || !asked.from || !asked.until ? null : { from: asked.from, until: asked.until },
    showMore: () => void query.fetchNextPage(),
    isReadingMore: query.isFetchingNextPage,
  }
}

/** To what the list was narrowed, in words. */
function Only({ look, days }: { look: SeenLook; days: { from: string; until: string } | null }): ReactNode {
  const t = useTranslations('staffSeeing')
  const languages = useTranslations('common.languages')
  const { full } = useStepWords()
  const parts = [
    ...(days ? [full(days)] : []),
    ...(look.language ? [languages(look.language)] : []),
    ...(look.age ? [t(`tables.ageBand.${look.age}`)] : []),
  ]
  return parts.length > 0 && <strong>{t('list.only', { what: parts.join(', ') })}</strong>
}

function Row({ item }: { item: Item }): ReactNode {
  const t = useTranslations('staffSeeing.list')
  const { language } = useLanguage()
  const addresses = useAddresses()
  return (
    <tr>
      <th scope="row">
        {item.conversationId && item.patient ? (
          <>
            <Link to={addresses.conversation(item.conversationId)}>{item.patient.name}</Link>
            <br />
            <span className="soft">{item.subject}</span>
          </>
        ) : (
          <span className="soft">{t('hidden')}</span>
        )}
      </th>
      <td>
        {item.topic[language]}
        <br />
        <span className="soft">{item.careTeam.name}</span>
      </td>
      <td>{item.person?.name ?? <span className="soft">{t('nobody')}</span>}</td>
      <td>
        <Time at={item.at} isRelative />
      </td>
      <td>{item.dueAt && <Time at={item.dueAt} />}</td>
    </tr>
  )
}
