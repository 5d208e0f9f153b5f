import type { PractitionerRole } from '@medplum/fhirtypes'
import { derivedId } from '../filing/derived-id.ts'
import type { FiledConversation } from '../filing/filed-conversation.ts'
import type { RecordWords } from '../filing/record-words.ts'
import type { FiledPractitioner } from './practitioner.ts'
import { personReference, reference } from './references.ts'
import { concept } from './systems.ts'

/** FHIR R4 PractitionerRole: what the person is in this practice. */
export function toPractitionerRole(
  record: FiledConversation,
  person: FiledPractitioner,
  words: RecordWords,
): PractitionerRole {
  return {
    resourceType: 'PractitionerRole',
    id: derivedId(person.id, `role ${person.role} in ${record.practice.id}`),
    practitioner: personReference(record, person.id),
    organization: reference(record.practice.id),
    code: [concept('role', person.role, words.t(`roles.${person.role}`))],
  }
}
