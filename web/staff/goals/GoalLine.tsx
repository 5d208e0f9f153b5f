import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Link } from '../../components/Link.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useAddresses } from '../membership.tsx'
import { useRead } from '../read.ts'
import { BurnDown } from './BurnDown.tsx'
import { type Goal, type GoalDay, goalDayRoute, useGoalWords } from './goals.ts'
import './goals.css'

/** Where the work is: how far today's goal is, one's own or that of an inbox. Nothing where none is in use. */
export function GoalLine({ careTeamId }: { careTeamId?: string }): ReactNode {
  const t = useTranslations('staffGoals.line')
  const addresses = useAddresses()
  const goalWords = useGoalWords()
  const { data } = useRead(goalDayRoute, careTeamId === undefined ? {} : { careTeamId })
  if (!data?.goal) {
    return null
  }
  const { goal, day } = data
  const words = { goal: goalWords.goal(goal) }
  return (
    <div className="goal-line small">
      <p className="soft">
        {careTeamId === undefined ? t('mine', words) : t('inbox', words)}{' '}
        <Link to={addresses.goals}>{t('change')}</Link>
      </p>
      {day === null ? <p>{t('notToday')}</p> : <Stand goal={goal} day={day} />}
    </div>
  )
}

/** The day's goal in a sentence and a bar; below it, closed, the day hour by hour. */
function Stand({ goal, day }: { goal: Goal; day: GoalDay }): ReactNode {
  const t = useTranslations('staffGoals.line')
  const plot = useTranslations('staffGoals.plot')
  const standWords = useStandWords()
  const { done, left } = day
  return (
    <>
      <p>
        {standWords(day)} {done + left > 0 && <progress aria-label={t('progress')} max={done + left} value={done} />}
      </p>
      <details>
        <summary>{t('see')}</summary>
        {/* The plot's own heading is one level further down. */}
        <h2 className="visually-hidden">{plot('heading')}</h2>
        <BurnDown goal={goal} day={day} />
      </details>
    </>
  )
}

/** Kindly: what was done comes first, and what is left has another day. */
export function useStandWords(): (day: GoalDay) => string {
  const t = useTranslations('staffGoals.line')
  const timeWords = useTimeWords()
  return ({ state, done, left, dueAt }) => {
    const time = timeWords(dueAt, 'time')
    switch (state) {
      case 'reached':
        return done === 0 ? t('clear') : t('reached', { done: String(done) })
      case 'over':
        return t('over', { done: String(done), left })
      case 'under-way':
        return done === 0
          ? t('start', { left: String(left), time })
          : t('underWay', { done: String(done), total: String(done + left), left: String(left), time })
      default:
        return state satisfies never
    }
  }
}
