import { useMemo, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ApiProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { useProblemWords } from '../../i18n/problem-words.ts'
import { Conditions } from './Conditions.tsx'
import { countConditions, noFilters, type Filters } from './search-filters.ts'

export const wordsId = 'search-words'
const untilId = 'search-until'

type Props = {
  /** What was searched for last; the form begins with it. */
  asked: Filters
  onSearch: (filters: Filters) => void
  onClear: () => void
  isBusy: boolean
  /** Why the server refused what was asked. */
  problem: ApiProblem | null
  seesSubjectsAlone: boolean
}

/** Words and conditions; nothing is searched before it is asked for, since every search is recorded. */
export function SearchForm({ asked, onSearch, onClear, isBusy, problem, seesSubjectsAlone }: Props): ReactNode {
  const t = useTranslations('staffSearch')
  const [filters, setFilters] = useState(asked)
  const [wrong, setWrong] = useState<readonly Wrong[]>([])
  const change = (part: Partial<Filters>) => setFilters({ ...filters, ...part })
  const errors = useErrors(wrong.length > 0 ? wrong : (problem?.fields ?? []))
  const errorOf = (id: string) => errors.find((error) => error.id === id)?.text
  const count = countConditions(filters)

  return (
    <form
      className="search-form stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const found = wrongIn(filters)
        setWrong(found)
        if (found.length === 0) {
          onSearch(filters)
        }
      }}
    >
      <ErrorSummary errors={errors} />
      <div className="search-line">
        <TextField
          id={wordsId}
          type="search"
          label={t('words')}
          hint={seesSubjectsAlone ? t('subjectsHint') : t('wordsHint')}
          error={errorOf(wordsId)}
          value={filters.words}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change({ words: event.target.value })}
        />
        <Button type="submit" look="primary" isBusy={isBusy}>
          {t('search')}
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            setFilters(noFilters)
            setWrong([])
            onClear()
          }}
        >
          {t('clear')}
        </Button>
      </div>
      <details open={count > 0 || undefined}>
        <summary>{t('conditions', { count })}</summary>
        <Conditions filters={filters} change={change} error={errorOf(untilId)} untilId={untilId} />
      </details>
    </form>
  )
}

type Wrong = { path: string; code: string }

/** What the server would refuse, found here first. */
function wrongIn(filters: Filters): readonly Wrong[] {
  if (filters.words.trim() === '' && countConditions(filters) === 0) {
    return [{ path: 'words', code: 'empty' }]
  }
  const { period, from, until } = filters
  return period === 'days' && from !== '' && until !== '' && until < from
    ? [{ path: 'until', code: 'before-from' }]
    : []
}

function useErrors(wrong: readonly Wrong[]) {
  const t = useTranslations('staffSearch.wrong')
  const { fieldWords } = useProblemWords()
  return useMemo(
    () =>
      wrong.map(({ path, code }) => ({
        id: path === 'until' ? untilId : wordsId,
        text: own[code] ? t(own[code]) : fieldWords(code),
      })),
    // The summary takes the focus when its errors are new, not whenever the page is drawn.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [wrong],
  )
}

const own: Readonly<Record<string, 'empty' | 'short' | 'too-many-words' | 'before-from'>> = {
  empty: 'empty',
  'too-short': 'short',
  'too-many-words': 'too-many-words',
  'before-from': 'before-from',
}
