import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Status } from '../../components/Status.tsx'
import { useRead } from '../read.ts'
import { type InboxCheck, inboxChecksRoute, useWeekWords, useWhenWords } from './checks.ts'
import { useCheckInbox } from './use-check-inbox.ts'

/** Above the open work of an inbox: who checked it last, whether a check is due or was missed, and when the next one is. */
export function CheckLine({ careTeamId }: { careTeamId: string }): ReactNode {
  const { data } = useRead(inboxChecksRoute, {})
  const check = data?.items.find(({ careTeam }) => careTeam.id === careTeamId)
  return check === undefined ? null : <Line check={check} />
}

function Line({ check }: { check: InboxCheck }): ReactNode {
  const t = useTranslations('staffChecks.line')
  const whenWords = useWhenWords()
  const urgent = useCheckInbox(check.careTeam.id, check.canBeDone && check.isMember)
  const { last, next } = check
  return (
    <div className="check-line small">
      <Due check={check} />
      {urgent > 0 && <p>{t('urgent', { count: urgent })}</p>}
      <p className="soft">
        {last && <>{t('done', { when: whenWords(last.doneAt), name: last.by?.name ?? t('noOne') })} </>}
        {next &&
          (next.person
            ? t('nextBy', { when: whenWords(next.dueAt), name: next.person.name })
            : t('next', { when: whenWords(next.dueAt) }))}
      </p>
    </div>
  )
}

function Due({ check: { due, told } }: { check: InboxCheck }): ReactNode {
  const t = useTranslations('staffChecks.line')
  const whenWords = useWhenWords()
  const weekWords = useWeekWords()
  if (due === null) {
    return null
  }
  const when = whenWords(due.dueAt)
  const dueWords = due.person ? t('dueBy', { when, name: due.person.name }) : t('due', { when })
  return (
    <p>
      {due.isMissed ? <Status kind="late">{t('missed', { when })}</Status> : <Status kind="waiting">{dueWords}</Status>}{' '}
      {told.length > 0 && t('told', { names: weekWords.list(told.map(({ name }) => name)) })} {t('how')}
    </p>
  )
}
