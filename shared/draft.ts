/**
 * Forms beside a conversation whose words are kept while they are being written: why it waits, a task, a question to a clinician,
 * and the answer, or the words to a colleague, with which a clinician decides one.
 */
export const draftForms = ['deferral', 'follow-up', 'question', 'edit', 'return'] as const
export type DraftForm = (typeof draftForms)[number]
/** Each of these is about one question. */
export const decisionForms = ['edit', 'return'] as const satisfies readonly DraftForm[]
