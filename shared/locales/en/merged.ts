/** Two conversations of one patient that are read as one, as both sides see them. */
export const merged = {
  from: 'Written in “{name}”',
  earlier: 'Read what was written earlier in “{name}”',
  unread: 'We can’t show what was written in the other conversation just now. Load the page again before you answer.',
  patient: {
    together: 'The clinic put “{name}” together with this conversation. You can read and answer both here.',
    goesOn: 'The clinic put this conversation together with another one. You can read and answer both there.',
    apart: 'On {when} the clinic took this conversation and “{name}” apart again.',
    open: 'Go to “{name}”',
  },
} as const
