import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useTimeWords } from '../../components/Time.tsx'
import { useRead } from '../read.ts'
import { planRoute } from './Forecast.tsx'
import { RoundDone } from './RoundDone.tsx'

/** How one's last time for messages of today went; nothing on a day on which none has ended. */
export function BlockDone(): ReactNode {
  const t = useTranslations('staffFocus.block')
  const timeWords = useTimeWords()
  const { data } = useRead(planRoute, {})
  if (!data?.last) {
    return null
  }
  const { startsAt, endsAt } = data.last
  const title = t('title', { from: timeWords(startsAt, 'time'), until: timeWords(endsAt, 'time') })
  return <RoundDone title={title} since={startsAt} until={endsAt} heading={<h2>{title}</h2>} />
}
