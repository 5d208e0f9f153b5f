import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useAgeWords } from '../queue/due.ts'
import { FigureLink } from './FigureLink.tsx'
import type { Look } from './look.ts'
import type { Seeing } from './SeeingPage.tsx'

/** How it stands at this moment: what waits, since when, and what patients have not read. */
export function Now({ seen, look }: { seen: Seeing; look: Look }): ReactNode {
  const t = useTranslations('staffSeeing.now')
  const ageWords = useAgeWords()
  const { now } = seen
  const most = Math.max(1, ...now.ages.map(({ waiting }) => waiting))
  return (
    <section className="stack" aria-labelledby="seeing-now">
      <h2 id="seeing-now">{t('title')}</h2>
      <dl className="tiles">
        <Tile name={t('waiting')}>
          <FigureLink figure="waiting" count={now.waiting} look={look} />
        </Tile>
        <Tile name={t('late')} isLate={now.late > 0}>
          <FigureLink figure="late" count={now.late} look={look} />
        </Tile>
        <Tile name={t('oldest')}>{now.oldestAt === null ? t('none') : ageWords(now.oldestAt)}</Tile>
        <Tile name={t('unread')}>
          <FigureLink figure="unread" count={now.unread} look={look} />
        </Tile>
      </dl>
      {now.waiting > 0 && (
        <table className="ages">
          <caption>{t('ages')}</caption>
          <tbody>
            {now.ages.map(({ age, waiting }) => (
              <tr key={age}>
                <th scope="row">{t(`age.${age}`)}</th>
                <td>{waiting}</td>
                <td className="ages-bar" aria-hidden="true">
                  <svg width="100%" height="12" preserveAspectRatio="none" viewBox={`0 0 ${most} 1`}>
                    <rect className="plot-bar" width={waiting} height="1" />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Tile(props: { name: string; isLate?: boolean; children: ReactNode }): ReactNode {
  return (
    <div className="tile sheet" data-late={props.isLate || undefined}>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  )
}
