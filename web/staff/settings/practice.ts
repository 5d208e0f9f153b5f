import type { OutputOf } from '../../api/routes.ts'

export const practiceRoute = 'GET /api/as/:membershipId/practice'
export type Practice = OutputOf<typeof practiceRoute>
