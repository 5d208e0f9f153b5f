import type { Device } from '@medplum/fhirtypes'
import type { FiledConversation, FiledParticipant } from '../filing/filed-conversation.ts'
import { reference } from './references.ts'

/** FHIR R4 Device: the software as an author, so that no automatic reply passes for a person's. */
export function toDevice(record: FiledConversation, system: FiledParticipant): Device {
  return {
    resourceType: 'Device',
    id: system.id,
    deviceName: [{ name: system.name, type: 'user-friendly-name' }],
    owner: reference(record.practice.id),
  }
}
