/** What stands in a colleague's own calendar: neither a name nor a word of anybody's. */
export const calendar = {
  name: 'Times for messages',
  block: 'Time for messages',
  waiting:
    '{count, plural, =0 {Time for messages: nothing waits} one {Time for messages: # waits} other {Time for messages: # wait}}',
} as const
