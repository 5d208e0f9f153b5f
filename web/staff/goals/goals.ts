import { useTranslations } from 'use-intl'
import type { OutputOf } from '../../api/routes.ts'
import { useWeekWords } from '../checks/checks.ts'

export const goalsRoute = 'GET /api/as/:membershipId/goals'
export const goalDayRoute = 'GET /api/as/:membershipId/goals/today'
export type Goal = OutputOf<typeof goalsRoute>['inboxes'][number]['goal']
export type GoalDay = NonNullable<OutputOf<typeof goalDayRoute>['day']>

/** A goal in a few words, and its days in others. */
export function useGoalWords(): { goal: (goal: Goal) => string; days: (goal: Goal) => string } {
  const t = useTranslations('staffGoals')
  const weekWords = useWeekWords()
  return {
    goal: ({ kind, most, by }) =>
      by === null ? t(`${kind}ByClosing`, { most }) : t(`${kind}By`, { most, time: weekWords.time(by) }),
    days: ({ weekdays }) => t('onDays', { days: weekWords.days(weekdays) }),
  }
}
