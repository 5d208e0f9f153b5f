// Notices that are due leave by e-mail or by text, outside any transaction. A notice being sent is leased: its due time lies
// ahead, so that a killed worker's come up again. An e-mail sent twice after a kill has the same Message-ID and is shown once; a
// text comes twice, which is better than not.
import { limits } from '../../shared/limits.ts'
import type { NoticeChannel } from '../../shared/notice.ts'
import type { Turn } from '../access/sweep.ts'
import { settleNotice } from './settle-notice.ts'
import { takeNotice } from './take-notice.ts'

const atOnce = { email: limits.mailsAtOnce, text: limits.textsAtOnce } as const satisfies Record<NoticeChannel, number>

/** Sends what is due by one way in a practice, several at once; a server that is away ends the round, and the notices wait. */
export async function sendNotices(turn: Turn, channel: NoticeChannel): Promise<void> {
  // One goes ahead, so that a server that was away is tried once and not by all at once.
  if (await sendNext(turn, channel)) {
    await Promise.all(Array.from({ length: atOnce[channel] }, () => sendAll(turn, channel)))
  }
}

async function sendAll(turn: Turn, channel: NoticeChannel): Promise<void> {
  while (!turn.signal.aborted && (await sendNext(turn, channel))) {
    // Each round takes one notice, and sends it before the next is taken.
  }
}

/** True while there may be more to send. */
async function sendNext(turn: Turn, channel: NoticeChannel): Promise<boolean> {
  const taken = await turn.inPractice((ctx) => takeNotice(ctx, channel))
  if (taken === 'none' || taken === 'settled') {
    return taken === 'settled'
  }
  const outcome = await taken.send()
  await turn.inPractice((ctx) => settleNotice(ctx, taken, outcome))
  return outcome.kind !== 'later' || outcome.why === 'server-busy' || outcome.why === 'gateway-busy'
}
