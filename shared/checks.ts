/** How a check of an inbox stands: `late` was done after the grace, `missed` was not. */
export const checkStates = ['due', 'done', 'late', 'missed'] as const
export type CheckState = (typeof checkStates)[number]

/** What may be amiss with a time that can be saved all the same. */
export const checkWarnings = ['closed', 'cannot-act'] as const
export type CheckWarning = (typeof checkWarnings)[number]
