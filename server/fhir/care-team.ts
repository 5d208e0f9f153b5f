import type { CareTeam } from '@medplum/fhirtypes'
import type { FiledConversation, FiledParticipant } from '../filing/filed-conversation.ts'
import { reference } from './references.ts'

/** FHIR R4 CareTeam: an inbox. Who works in it changes from day to day and is not part of the record. */
export function toCareTeam(record: FiledConversation, team: FiledParticipant): CareTeam {
  return {
    resourceType: 'CareTeam',
    id: team.id,
    name: team.name,
    managingOrganization: [reference(record.practice.id)],
  }
}
