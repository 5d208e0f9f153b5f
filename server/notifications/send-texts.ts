import type { Turn } from '../access/sweep.ts'
import { sendCodes } from './send-codes.ts'
import { sendNotices } from './send-notices.ts'

/** What leaves by text: codes first, because somebody waits for them, then notices. */
export async function sendTexts(turn: Turn): Promise<void> {
  await sendCodes(turn)
  await sendNotices(turn, 'text')
}
