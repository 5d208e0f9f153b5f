import type { OutputOf } from '../../api/routes.ts'

type Listed = OutputOf<'GET /api/as/:membershipId/absences'>
export type Absence = Listed['items'][number]
export type Rotation = Listed['rotations'][number]

/** What a change of an absence or a rotation makes out of date. */
export const absenceRoutes = [
  'GET /api/as/:membershipId/absences',
  'GET /api/as/:membershipId/absence-calendar',
  'GET /api/as/:membershipId/responders',
  'GET /api/as/:membershipId/handovers',
] as const
