import { api } from '../../shared/api/index.ts'
import type { Mount } from '../app.ts'
import { listGoals } from './list-goals.ts'
import { readGoalDay } from './read-goal-day.ts'
import { saveInboxGoal, saveOwnGoal } from './save-goal.ts'

/**
 * What somebody, or an inbox, wants to have cleared by when, and how far off that is today. What counts is pure:
 * routing/goal-day.ts. Nobody is told how a colleague stands.
 */
export function goalRoutes({ route }: Mount): void {
  route(api.listGoals, listGoals)
  route(api.readGoalDay, readGoalDay)
  route(api.saveOwnGoal, saveOwnGoal)
  route(api.saveInboxGoal, saveInboxGoal)
}
