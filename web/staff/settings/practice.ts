import type { OutputOf } from '../../api/routes.ts'

/** The clinic's settings, with what is missing until it can go live: hours, inboxes, topics and people all count. */
export const practiceRoute = 'GET /api/as/:membershipId/practice'
export type Practice = OutputOf<typeof practiceRoute>
