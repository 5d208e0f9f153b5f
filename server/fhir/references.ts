import type { Device, Organization, Patient, Practitioner, Reference, Resource } from '@medplum/fhirtypes'
import { participant, type FiledConversation } from '../filing/filed-conversation.ts'

/** A reference inside a Bundle whose entries are named by `urn:uuid`. */
export function reference<T extends Resource>(id: string): Reference<T> {
  return { reference: fullUrl(id) }
}

/** The name of an entry, FHIR R4 Bundle.entry.fullUrl. */
export function fullUrl(id: string): string {
  return `urn:uuid:${id}`
}

/** A reference with the person's name beside it, for readers that do not follow references. */
export function personReference<T extends Resource>(record: FiledConversation, id: string): Reference<T> {
  return { ...reference<T>(id), display: participant(record, id).name }
}

/**
 * The one who acted. FHIR R4 lets no CareTeam send or act: an inbox acts as its practice.
 */
export function actorReference(
  record: FiledConversation,
  id: string,
): Reference<Practitioner | Patient | Device | Organization> {
  return participant(record, id).kind === 'care-team' ? reference(record.practice.id) : personReference(record, id)
}
