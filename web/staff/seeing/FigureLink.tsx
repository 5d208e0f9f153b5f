import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import type { Figure } from '../../../shared/seeing.ts'
import { Link } from '../../components/Link.tsx'
import { useAddresses } from '../membership.tsx'
import { queryOf, type Look, type SeenLook } from './look.ts'
import { useStepWords } from './words.ts'

type Props = {
  figure: Figure
  count: number
  look: Look
  /** A closer look than the page's: another step, topic, inbox or person. */
  more?: Partial<SeenLook>
}

/** A number that opens the conversations it counts; nothing is behind a nought. */
export function FigureLink({ figure, count, look, more }: Props): ReactNode {
  const t = useTranslations('staffSeeing')
  const format = useFormatter()
  const { full } = useStepWords()
  const addresses = useAddresses()
  const number = format.number(count)
  if (count === 0) {
    return number
  }
  const { from, until } = more ?? {}
  const { days: _days, ...withoutDays } = look
  const to = addresses.seen(queryOf({ ...(from ? withoutDays : look), ...more, figure }))
  const words = { count: number, what: t(`list.title.${figure}`) }
  return (
    <Link
      to={to}
      aria-label={
        from && until ? t('plots.open', { ...words, when: full({ from, until }) }) : t('plots.openAll', words)
      }
    >
      {number}
    </Link>
  )
}
