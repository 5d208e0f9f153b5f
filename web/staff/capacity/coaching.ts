import type { OutputOf } from '../../api/routes.ts'

export const coachingRoute = 'GET /api/as/:membershipId/coaching-texts'
export type CoachingText = OutputOf<typeof coachingRoute>['items'][number]
