import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Link } from '../../components/Link.tsx'
import { Status } from '../../components/Status.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { useAddresses, useCan } from '../membership.tsx'
import { useRead } from '../read.ts'
import { RowsTable } from '../RowsTable.tsx'
import { EndPause } from './EndPause.tsx'
import { type Pause, pausesRoute, usePauseWords } from './pauses.ts'

/** Pauses in force, to come and of late. */
export function PauseList(): ReactNode {
  const t = useTranslations('staffCapacity.pauses')
  const addresses = useAddresses()
  const can = useCan()
  const answer = useRead(pausesRoute, {})
  return (
    <section className="stack" aria-labelledby="pauses">
      <h2 id="pauses">{t('title')}</h2>
      {can.managePractice && (
        <p>
          <Link to={addresses.pause('new')} look="primary">
            {t('add')}
          </Link>
        </p>
      )}
      <Answered answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState heading={t('none')}>{t('noneLead')}</EmptyState>
          ) : (
            <RowsTable label={t('title')} columns={[t('what'), t('takes'), t('when'), t('state'), t('change')]}>
              {items.map((pause) => (
                <Row key={pause.id} pause={pause} />
              ))}
            </RowsTable>
          )
        }
      </Answered>
    </section>
  )
}

function Row({ pause }: { pause: Pause }): ReactNode {
  const t = useTranslations('staffCapacity.pauses')
  const { language } = useLanguage()
  const timeWords = useTimeWords()
  const words = usePauseWords()
  const { state } = pause
  return (
    <tr>
      <th scope="row">{words.what(pause)}</th>
      <td>
        {words.takes(pause)}
        <br />
        <span className="soft" dir="auto">
          {pause.words.reason[language]}
        </span>
      </td>
      <td>{t('span', { from: timeWords(pause.startsAt), until: timeWords(pause.endsAt) })}</td>
      <td>
        <Status kind={kinds[state]}>{t(`states.${state}`)}</Status>
        {pause.createdBy && (
          <>
            <br />
            <span className="soft">{t('by', { name: pause.createdBy.name })}</span>
          </>
        )}
      </td>
      <td>
        <Changes pause={pause} />
      </td>
    </tr>
  )
}

const kinds = { coming: 'waiting', 'in-force': 'urgent', over: 'closed' } as const

function Changes({ pause }: { pause: Pause }): ReactNode {
  const t = useTranslations('staffCapacity.pauses')
  const addresses = useAddresses()
  const can = useCan()
  const { what } = usePauseWords()
  const { state } = pause
  return (
    can.managePractice &&
    state !== 'over' && (
      <div className="row">
        <Link to={addresses.pause(pause.id)} aria-label={t('changeOf', { what: what(pause) })}>
          {t('change')}
        </Link>
        <EndPause pause={pause} state={state} />
      </div>
    )
  )
}
