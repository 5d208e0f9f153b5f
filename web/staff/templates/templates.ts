import type { OutputOf } from '../../api/routes.ts'

export const templatesRoute = 'GET /api/as/:membershipId/templates'
export type Template = OutputOf<typeof templatesRoute>['items'][number]

export const templateRoute = 'GET /api/as/:membershipId/templates/:templateId'
export type TemplateWithVersions = OutputOf<typeof templateRoute>
