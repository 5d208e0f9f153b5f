// Notices that are due leave by SMTP, outside any transaction. A notice being sent is leased: its due time lies ahead, so
// that a killed worker's come up again. Sent twice after a kill, it has the same Message-ID and is shown once.
import { limits } from '../../shared/limits.ts'
import { enterSystem } from '../access/enter-system.ts'
import type { Way } from '../access/enter.ts'
import type { Mailer } from '../platform/mail.ts'
import { mailerOf } from './mailer-of.ts'
import { noticeMail } from './notice-mail.ts'
import { practicesWhere } from './practices-where.ts'
import { settleNotice } from './settle-notice.ts'
import { takeNotice } from './take-notice.ts'

/** Sends what is due, several at once; a mail server that is away ends the round, and the notices wait. */
export async function sendNotices(way: Way): Promise<void> {
  const mailer = mailerOf(way)
  for (const practiceId of await practicesWhere(way, 'with_due_notices')) {
    // One goes ahead, so that a server that was away is tried once and not by all at once.
    if (await sendNext(way, practiceId, mailer)) {
      await Promise.all(Array.from({ length: limits.mailsAtOnce }, () => sendAll(way, practiceId, mailer)))
    }
  }
}

async function sendAll(way: Way, practiceId: string, mailer: Mailer | null): Promise<void> {
  while (await sendNext(way, practiceId, mailer)) {
    // Each round takes one notice, and sends it before the next is taken.
  }
}

/** True while there may be more to send. */
async function sendNext(way: Way, practiceId: string, mailer: Mailer | null): Promise<boolean> {
  if (mailer !== null && mailer.restsUntil(way.clock()) !== null) {
    return false
  }
  const taken = await enterSystem(way, practiceId, (ctx) => takeNotice(ctx, { canSend: mailer !== null }))
  if (taken === 'none') {
    return false
  }
  if (taken === 'settled' || mailer === null) {
    return true
  }
  const outcome = await mailer.send(noticeMail({ ...taken, date: way.clock() }, way.house.config))
  await enterSystem(way, practiceId, (ctx) => settleNotice(ctx, taken, outcome))
  return outcome.kind !== 'later' || outcome.why === 'server-busy'
}
