/**
 * Phrases that signal boundaries, for clinicians to put into an answer. What stands in braces is filled in from the hours and
 * the writer's absence. A time in English brings its own full stop ("5:00 p.m.").
 */
export const phrases = {
  whenWeRead: {
    name: 'When we read messages',
    text: 'We read messages when the clinic is open. It opens {nextOpening}',
  },
  closedSoon: {
    name: 'The clinic closes soon',
    text: 'The clinic closes {clinicCloses}\nIt opens again {clinicReopens}\nIf it can’t wait until then, call us at {clinicPhone}.',
  },
  awaySoon: {
    name: 'I will be away',
    text: 'I will be away from {awayFrom} to {awayUntil}. While I am away, your messages go to {coveredBy}.',
  },
  notUrgent: {
    name: 'Not for what can’t wait',
    text: 'Please do not write here when it can’t wait. Call us at {clinicPhone}. If it is an emergency, call 911.',
  },
  oneThing: {
    name: 'One thing in each message',
    text: 'Please write about one thing in each message. It helps us answer sooner.',
  },
  bookVisit: {
    name: 'This needs a visit',
    text: 'This needs a visit. We can’t do it well by message. To book one, call us at {clinicPhone}.',
  },
} as const
