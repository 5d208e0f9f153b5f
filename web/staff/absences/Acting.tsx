import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { Status } from '../../components/Status.tsx'
import { useTimeWords } from '../../components/Time.tsx'

type Props = {
  acting: OutputOf<'GET /api/as/:membershipId/responders'>['items'][number]['now']
  /** When somebody else has it on the same day. */
  until?: string | undefined
}

/** Who acts, in a cell: a person, an inbox with who is in charge of it, or nobody, and why. */
export function Acting({ acting, until }: Props): ReactNode {
  const t = useTranslations('staffAbsences')
  const timeWords = useTimeWords()
  const { acts, answers, isGap, isCovered, fallback } = acting
  const inbox = acts?.name ?? t('messageInbox')
  const name = acts?.kind === 'care-team' && answers ? t('responders.answers', { inbox, name: answers.name }) : inbox
  const words = until === undefined ? name : t('responders.untilTime', { name, time: timeWords(until, 'time') })
  if (isGap) {
    return (
      <p>
        <Status kind="urgent">{acts === null ? words : t('responders.noOne')}</Status>
        {fallback && <span className="soft small"> {t(`responders.why.${fallback}`)}</span>}
      </p>
    )
  }
  return <p>{isCovered ? <Status kind="active">{words}</Status> : words}</p>
}
