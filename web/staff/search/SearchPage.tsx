import { Outlet, useParams, useSearch as useAddressSearch } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { ApiProblem } from '../../api/problem.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { useNavigate } from '../../components/navigation.ts'
import { Notice } from '../../components/Notice.tsx'
import { Page } from '../../components/Page.tsx'
import { Answered } from '../Answered.tsx'
import { useShortcuts } from '../keys/shortcuts.ts'
import { useAddresses, useMembership } from '../membership.tsx'
import { useRead } from '../read.ts'
import { FoundRows } from './FoundRows.tsx'
import { lastSearch, rememberSearch, type Asked } from './last-search.ts'
import { SavedViews } from './SavedViews.tsx'
import { noFilters, searchFor } from './search-filters.ts'
import { SearchForm, wordsId } from './SearchForm.tsx'
import { useFoundKeys } from './use-found-keys.ts'
import { useSearch, type FoundRead } from './use-search.ts'
import '../queue/queue.css'
import '../settings/settings.css'
import './search.css'

/** Looking for messages and conversations: what is found in the middle and, beside it, the conversation that is open. */
export function SearchPage(): ReactNode {
  const { conversationId } = useParams({ strict: false })
  const { message } = useAddressSearch({ strict: false }) as { message?: string }
  return (
    <div className="desk" data-open={conversationId !== undefined || undefined}>
      <SearchPane openId={conversationId && (message ?? conversationId)} />
      <Outlet />
    </div>
  )
}

function SearchPane({ openId }: { openId: string | undefined }): ReactNode {
  const t = useTranslations('staffSearch')
  const { id: membershipId, practice, role } = useMembership()
  const addresses = useAddresses()
  const { data: settings } = useRead('GET /api/as/:membershipId/practice', {}, { isWanted: role === 'clerk' })
  const [asked, setAsked] = useState(() => lastSearch(membershipId))
  const answer = useSearch(asked && searchFor(asked.filters, practice.timeZone, asked.at))
  const [cursorId, setCursorId] = useState<string | undefined>(openId)
  useWordsKey(openId !== undefined)
  // After the words: whoever comes back goes on where they were.
  useFoundKeys({ items: answer.data?.items ?? [], openId, cursorId, setCursorId })

  function ask(next: Asked | null): void {
    rememberSearch(membershipId, next)
    setAsked(next)
    setCursorId(undefined)
  }

  const refused = answer.error instanceof ApiProblem && answer.error.fields.length > 0 ? answer.error : null
  const found = asked && !refused && (
    <Answered answer={answer} lines={8}>
      {(data) => (
        <Found
          data={data}
          openId={openId}
          onFocus={setCursorId}
          showMore={answer.showMore}
          isReadingMore={answer.isReadingMore}
        />
      )}
    </Answered>
  )
  return (
    <section className="queue-pane" aria-label={t('title')}>
      {openId === undefined ? (
        <Page title={t('title')} hasError={refused !== null}>
          <SavedViews
            asked={asked?.filters ?? null}
            chosenId={asked?.viewId ?? null}
            onChoose={(view, filters) => ask({ filters, viewId: view.id, at: new Date() })}
          />
          <SearchForm
            // A saved view fills the form anew.
            key={asked?.viewId ?? ''}
            asked={asked?.filters ?? noFilters}
            onSearch={(filters) => ask({ filters, viewId: asked?.viewId ?? null, at: new Date() })}
            onClear={() => ask(null)}
            isBusy={asked !== null && answer.isFetching && !answer.isReadingMore}
            problem={refused}
            seesSubjectsAlone={settings?.clerkView === 'subject'}
          />
          {found || (!refused && <EmptyState heading={t('found.start')}>{t('found.startLead')}</EmptyState>)}
        </Page>
      ) : (
        <div className="page stack">
          <div className="page-head">
            <h2 className="queue-title">{t('title')}</h2>
            <p className="page-lead">
              <Link to={addresses.search}>{t('change')}</Link>
            </p>
          </div>
          {found}
        </div>
      )}
    </section>
  )
}

function focusWords(): void {
  document.getElementById(wordsId)?.focus()
}

/** Whoever comes here comes to search: the box has the focus, after the heading had it; and again by its key. */
function useWordsKey(isAside: boolean): void {
  const t = useTranslations('staff.keys')
  const navigate = useNavigate()
  const addresses = useAddresses()

  useEffect(() => {
    if (!isAside) {
      focusWords()
    }
  }, [isAside])

  useShortcuts([
    { keys: 's', label: t('searchMessages'), run: isAside ? () => navigate(addresses.search) : focusWords },
  ])
}

type FoundProps = {
  data: FoundRead
  openId: string | undefined
  onFocus: (id: string) => void
  showMore: () => void
  isReadingMore: boolean
}

function Found({ data, openId, onFocus, showMore, isReadingMore }: FoundProps): ReactNode {
  const t = useTranslations('staffSearch.found')
  const { items, hasMore, coverage } = data
  return (
    <>
      {coverage !== 'whole' && <Notice kind="info">{t(coverage)}</Notice>}
      {items.length === 0 && !hasMore ? (
        <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
      ) : (
        <>
          <output className="soft small">
            {hasMore ? t('more', { count: items.length }) : t('count', { count: items.length })}
          </output>
          <FoundRows
            items={items}
            openId={openId}
            onFocus={onFocus}
            more={hasMore ? { show: showMore, isReading: isReadingMore } : undefined}
          />
        </>
      )}
    </>
  )
}
