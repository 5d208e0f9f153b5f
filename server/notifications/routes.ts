import { mobileNumber as api } from '../../shared/api/mobile-number.ts'
import type { Mount } from '../app.ts'
import { chooseNotices } from './choose-notices.ts'
import { listNotices } from './list-notices.ts'
import { proveMobileNumber } from './prove-mobile-number.ts'
import { readMobileNumber } from './read-mobile-number.ts'
import { removeMobileNumber } from './remove-mobile-number.ts'
import { saveMobileNumber } from './save-mobile-number.ts'

/** How patients are told that there is a message: their number for texts, their choice, and what became of each notice. */
export function notificationRoutes({ route }: Mount): void {
  route(api.readMobileNumber, readMobileNumber)
  route(api.saveMobileNumber, saveMobileNumber)
  route(api.proveMobileNumber, proveMobileNumber)
  route(api.chooseNotices, chooseNotices)
  route(api.removeMobileNumber, removeMobileNumber)
  route(api.listNotices, listNotices)
}
