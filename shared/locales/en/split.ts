/** Some messages of a patient that are answered in a conversation of their own, as both sides see them. */
export const split = {
  answeredIn: 'Answered in “{name}”',
  other: 'another conversation',
  patient: {
    into: 'Your clinic will answer a part of this on its own, in “{name}”.',
    from: 'Your clinic will answer this part of “{name}” on its own.',
    open: 'Go to “{name}”',
  },
} as const
