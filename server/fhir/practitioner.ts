import type { Practitioner } from '@medplum/fhirtypes'
import type { FiledParticipant } from '../filing/filed-conversation.ts'
import { identifierSystems } from './systems.ts'

export type FiledPractitioner = Extract<FiledParticipant, { kind: 'practitioner' }>

/** FHIR R4 Practitioner: the name as the clinic writes it, and the licence number where it is known. */
export function toPractitioner(person: FiledPractitioner): Practitioner {
  const { licence } = person
  return {
    resourceType: 'Practitioner',
    id: person.id,
    ...(licence && {
      identifier: [{ use: 'official' as const, system: identifierSystems[licence.college], value: licence.number }],
    }),
    name: [{ text: person.name }],
  }
}
