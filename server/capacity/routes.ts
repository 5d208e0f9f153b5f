import { capacity as api } from '../../shared/api/capacity.ts'
import type { Mount } from '../app.ts'
import { blockPatient } from './block-patient.ts'
import { coachPatient } from './coach-patient.ts'
import { endPause } from './end-pause.ts'
import { liftBlock } from './lift-block.ts'
import { listBlocks } from './list-blocks.ts'
import { listCoachingTexts } from './list-coaching-texts.ts'
import { listPauses } from './list-pauses.ts'
import { readPatientLimits } from './read-patient-limits.ts'
import { readStanding } from './read-standing.ts'
import { readWriting } from './read-writing.ts'
import { redirectToBooking } from './redirect-to-booking.ts'
import { saveCoachingText } from './save-coaching-text.ts'
import { savePatientLimits } from './save-patient-limits.ts'
import { savePause } from './save-pause.ts'
import { scheduleBlock } from './schedule-block.ts'

/** How many messages the clinic takes, from whom, and what it says about their use. */
export function capacityRoutes({ route }: Mount): void {
  route(api.readWriting, readWriting)
  route(api.listPauses, listPauses)
  route(api.savePause, savePause)
  route(api.endPause, endPause)
  route(api.readPatientLimits, readPatientLimits)
  route(api.savePatientLimits, savePatientLimits)
  route(api.readStanding, readStanding)
  route(api.blockPatient, blockPatient)
  route(api.scheduleBlock, scheduleBlock)
  route(api.liftBlock, liftBlock)
  route(api.listBlocks, listBlocks)
  route(api.listCoachingTexts, listCoachingTexts)
  route(api.saveCoachingText, saveCoachingText)
  route(api.coachPatient, coachPatient)
  route(api.redirectToBooking, redirectToBooking)
}
