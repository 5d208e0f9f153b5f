import { api } from '../../shared/api/index.ts'
import type { Mount } from '../app.ts'
import { cancelAbsence } from './cancel-absence.ts'
import { cancelRotation } from './cancel-rotation.ts'
import { finishHandover } from './finish-handover.ts'
import { listAbsences } from './list-absences.ts'
import { listHandovers } from './list-handovers.ts'
import { previewResponders } from './preview-responders.ts'
import { readAbsenceCalendar } from './read-calendar.ts'
import { readHandover } from './read-handover.ts'
import { saveAbsence } from './save-absence.ts'
import { saveRotation } from './save-rotation.ts'

/** Who is away, and who acts for them. The decision is pure: routing/choose-responder.ts. What is open follows it: tasks/cover-tasks.ts. */
export function absenceRoutes({ route }: Mount): void {
  route(api.listAbsences, listAbsences)
  route(api.saveAbsence, saveAbsence)
  route(api.cancelAbsence, cancelAbsence)
  route(api.saveRotation, saveRotation)
  route(api.cancelRotation, cancelRotation)
  route(api.readAbsenceCalendar, readAbsenceCalendar)
  route(api.previewResponders, previewResponders)
  route(api.listHandovers, listHandovers)
  route(api.readHandover, readHandover)
  route(api.finishHandover, finishHandover)
}
