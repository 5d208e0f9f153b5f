// Notices that are due leave by SMTP, outside any transaction. A notice being sent is leased: its due time lies ahead, so
// that a killed worker's come up again. Sent twice after a kill, it has the same Message-ID and is shown once.
import { limits } from '../../shared/limits.ts'
import type { Turn } from '../access/sweep.ts'
import { settleNotice } from './settle-notice.ts'
import { takeNotice } from './take-notice.ts'

/** Sends what is due in a practice, several at once; a mail server that is away ends the round, and the notices wait. */
export async function sendNotices(turn: Turn): Promise<void> {
  // One goes ahead, so that a server that was away is tried once and not by all at once.
  if (await sendNext(turn)) {
    await Promise.all(Array.from({ length: limits.mailsAtOnce }, () => sendAll(turn)))
  }
}

async function sendAll(turn: Turn): Promise<void> {
  while (!turn.signal.aborted && (await sendNext(turn))) {
    // Each round takes one notice, and sends it before the next is taken.
  }
}

/** True while there may be more to send. */
async function sendNext(turn: Turn): Promise<boolean> {
  const taken = await turn.inPractice(takeNotice)
  if (taken === 'none' || taken === 'settled') {
    return taken === 'settled'
  }
  const outcome = await taken.mailer.send(taken.mail)
  await turn.inPractice((ctx) => settleNotice(ctx, taken, outcome))
  return outcome.kind !== 'later' || outcome.why === 'server-busy'
}
