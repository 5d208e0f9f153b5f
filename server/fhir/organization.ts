import type { Organization } from '@medplum/fhirtypes'
import type { FiledPractice } from '../filing/filed-conversation.ts'

/** FHIR R4 Organization: the practice. */
export function toOrganization(practice: FiledPractice): Organization {
  return {
    resourceType: 'Organization',
    id: practice.id,
    active: true,
    name: practice.name,
    telecom: [{ system: 'phone', value: practice.phone, use: 'work' }],
    address: [{ use: 'work', text: practice.address }],
  }
}
