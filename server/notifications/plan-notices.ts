import type { NoticeChannel, NoticeChoice } from '../../shared/notice.ts'

/** How far the patient has been told: of the message itself, and then of its first and its last reminder. */
export type NoticeStep = 'new-message' | 'reminder' | 'second-reminder'
/** `instead`: what is done where it cannot arrive. */
export type PlannedNotice = { channel: NoticeChannel; instead: NoticeChannel | 'call' | null }

/**
 * By which ways a step is told. The message and the first reminder go by the way the patient chose, the second by the other;
 * where one cannot arrive the other takes its place at once, and where there is none left somebody calls. Without a number
 * all is as it is for e-mail alone: what is refused stands on the card, and the ladder goes on by its hours.
 */
export function planNotices(facts: {
  step: NoticeStep
  choice: NoticeChoice
  hasAddress: boolean
  hasNumber: boolean
}): PlannedNotice[] {
  const { step, choice, hasAddress, hasNumber } = facts
  if (!hasNumber) {
    return hasAddress ? [{ channel: 'email', instead: null }] : []
  }
  if (!hasAddress) {
    return [{ channel: 'text', instead: 'call' }]
  }
  if (choice === 'both') {
    return [
      { channel: 'email', instead: null },
      { channel: 'text', instead: null },
    ]
  }
  const other = choice === 'email' ? 'text' : 'email'
  return step === 'second-reminder' ? [{ channel: other, instead: 'call' }] : [{ channel: choice, instead: other }]
}
