import type { Patient } from '@medplum/fhirtypes'
import type { FiledPatient } from '../filing/filed-conversation.ts'
import { healthNumberSystem, type HealthNumber } from '../../shared/health-number.ts'
import { concept, extension } from './systems.ts'

/** FHIR R4 Patient, with the Ontario health number under its current system. */
export function toPatient(patient: FiledPatient): Patient {
  return {
    resourceType: 'Patient',
    id: patient.id,
    ...(patient.healthNumber && { identifier: [toIdentifier(patient.healthNumber)] }),
    name: [{ use: 'official', family: patient.familyName, given: [patient.givenName] }],
    birthDate: patient.birthDate,
    communication: [{ language: concept('language', patient.language), preferred: true }],
  }
}

/** The version code is the card's, not the person's, so it stands beside the number (Canadian Baseline). */
function toIdentifier(healthNumber: HealthNumber) {
  return {
    ...(healthNumber.versionCode && {
      extension: [extension('identifierVersion', { valueString: healthNumber.versionCode })],
    }),
    use: 'official' as const,
    type: concept('identifierType', 'JHN'),
    system: healthNumberSystem,
    value: healthNumber.digits,
  }
}
