import { hrefTo } from '../../patient-router.tsx'
import { routes } from '../routes.ts'

type Place = { membershipId: string; topicId: string; draftId: string | null; step?: 'message' | 'check' }

/** The address of a step of writing; the draft stands in it, so that a reload finds the words again. */
export function writeHref({ membershipId, topicId, draftId, step = 'message' }: Place): string {
  const search = new URLSearchParams()
  if (draftId !== null) {
    search.set('draft', draftId)
  }
  if (step === 'check') {
    search.set('step', step)
  }
  const path = hrefTo(routes.write, { membershipId, topicId })
  return search.size > 0 ? `${path}?${search}` : path
}

/** The address of the choice of a topic, for words that are there already. */
export function topicHref({ membershipId, topicId, draftId }: Omit<Place, 'step'>): string {
  const search = new URLSearchParams({ topic: topicId, ...(draftId !== null && { draft: draftId }) })
  return `${hrefTo(routes.topic, { membershipId })}?${search}`
}
