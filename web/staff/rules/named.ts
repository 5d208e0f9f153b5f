import { clinicalRoles, workingRoles } from '../../../shared/people.ts'
import type { OutputOf } from '../../api/routes.ts'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { useRead } from '../read.ts'

export const rulesRoute = 'GET /api/as/:membershipId/rules'
export const labelsRoute = 'GET /api/as/:membershipId/labels'
export const versionsRoute = 'GET /api/as/:membershipId/rules/versions'
export type RuleSet = OutputOf<typeof rulesRoute>
export type Label = OutputOf<typeof labelsRoute>['items'][number]
export type Named = { id: string; name: string }

/** Everything that a rule may name, in the reader's language; undefined while it is on its way. */
export function useNamed() {
  const { language } = useLanguage()
  const topics = useRead('GET /api/as/:membershipId/topics', {})
  const inboxes = useRead('GET /api/as/:membershipId/care-teams', {})
  const people = useRead('GET /api/as/:membershipId/practitioners', {})
  const labels = useRead(labelsRoute, {})
  // With the rules come the templates that these may send: not everybody who reads rules may read templates.
  const rules = useRead(rulesRoute, {}, { keepsPrevious: true })
  if (!topics.data || !inboxes.data || !people.data || !labels.data || !rules.data) {
    return undefined
  }
  const here = people.data.items.filter(({ status }) => status === 'confirmed')
  const named = {
    topics: topics.data.items.map(({ id, name }) => ({ id, name: name[language] })),
    inboxes: inboxes.data.items.map(({ id, name }) => ({ id, name: name[language] })),
    people: here.filter(({ role }) => workingRoles.includes(role)).map(({ id, name }) => ({ id, name })),
    clinicians: here.filter(({ role }) => clinicalRoles.includes(role)).map(({ id, name }) => ({ id, name })),
    templates: rules.data.templates.map(({ id, name, isArchived }) => ({
      id,
      name: name[language] || name.en || name.fr,
      isArchived,
    })),
    labels: labels.data.items.map(({ id, name, isOffered }) => ({ id, name: name[language], isOffered })),
  }
  const all = [...named.topics, ...named.inboxes, ...people.data.items, ...named.labels, ...named.templates]
  return { ...named, nameOf: new Map(all.map(({ id, name }) => [id, name])) }
}
export type AllNamed = NonNullable<ReturnType<typeof useNamed>>
