import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Checkbox } from '../../components/controls.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Status, type StatusKind } from '../../components/Status.tsx'
import { Answered } from '../Answered.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { type Check, checksRoute, useWeekWords, useWhenWords } from './checks.ts'

/** What was checked when and by whom, and what was missed. */
export function LastChecks(): ReactNode {
  const t = useTranslations('staffChecks.list')
  const answer = useRead(checksRoute, {})
  const [isOnlyMissed, setIsOnlyMissed] = useState(false)
  return (
    <section className="stack" aria-labelledby="last-checks">
      <h2 id="last-checks">{t('title')}</h2>
      <Answered answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
          ) : (
            <>
              <Checkbox
                label={t('onlyMissed')}
                checked={isOnlyMissed}
                onChange={(event) => setIsOnlyMissed(event.target.checked)}
              />
              <Rows items={items.filter(({ state }) => !isOnlyMissed || state === 'missed' || state === 'late')} />
            </>
          )
        }
      </Answered>
    </section>
  )
}

const kinds: Record<Check['state'], StatusKind> = { due: 'waiting', done: 'done', late: 'active', missed: 'late' }

function Rows({ items }: { items: readonly Check[] }): ReactNode {
  const t = useTranslations('staffChecks')
  const whenWords = useWhenWords()
  const weekWords = useWeekWords()
  if (items.length === 0) {
    return <p>{t('list.noneMissed')}</p>
  }
  return (
    <RowsTable
      label={t('list.title')}
      columns={[t('list.due'), t('inbox'), t('list.state'), t('list.by'), t('list.told')]}
    >
      {items.map(({ careTeam, dueAt, state, doneAt, doneBy, asked, told }) => (
        <tr key={`${careTeam.id} ${dueAt}`}>
          <th scope="row">
            <time dateTime={dueAt}>{whenWords(dueAt)}</time>
          </th>
          <td>{careTeam.name}</td>
          <td>
            <Status kind={kinds[state]}>{t(`list.states.${state}`)}</Status>
          </td>
          <td>
            {doneAt !== null && t('list.doneAt', { name: doneBy?.name ?? t('line.noOne'), when: whenWords(doneAt) })}
            {doneAt === null && (asked ? t('list.askedFor', { name: asked.name }) : t('list.noOne'))}
          </td>
          <td>{weekWords.list(told.map(({ name }) => name))}</td>
        </tr>
      ))}
    </RowsTable>
  )
}
