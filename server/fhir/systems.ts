import type { CodeableConcept, Coding, Extension } from '@medplum/fhirtypes'

/**
 * The home of Threadwell's own FHIR names: an object identifier that follows from a UUID drawn for it (ITU-T X.667), so that
 * it is the same in every clinic and nobody can come to own it. Names are compared, never fetched. Below it, 1 is code
 * systems and 2 extensions; docs/fhir.md lists what each number stands for, and a number is never used again.
 */
const home = 'urn:oid:2.25.330875009183062500055524832726694113062'

const codeSystems = {
  category: `${home}.1.1`,
  topic: `${home}.1.2`,
  outcome: `${home}.1.3`,
  taskOutcome: `${home}.1.4`,
  retraction: `${home}.1.5`,
  role: `${home}.1.6`,
  task: `${home}.1.7`,
  act: `${home}.1.8`,
  identifierType: 'http://terminology.hl7.org/CodeSystem/v2-0203',
  participationMode: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode',
  provenanceParticipant: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
  language: 'urn:ietf:bcp:47',
} as const

const extensions = {
  deliveredAt: `${home}.2.1`,
  firstReadBy: `${home}.2.2`,
  ownerBefore: `${home}.2.3`,
  ownerAfter: `${home}.2.4`,
  /** FHIR R4 Attachment.hash is SHA-1, so SHA-256 needs a place of its own. */
  sha256: `${home}.2.5`,
  /** The path of a file that lies beside the Bundle, in place of its bytes. */
  file: `${home}.2.6`,
  /** The version code of a health card, of the Canadian Baseline. */
  identifierVersion: 'http://hl7.org/fhir/ca/baseline/StructureDefinition/ext-identifierversion',
} as const

/** Every system and extension that a Bundle may name, for the test of what is documented. */
export const fhirNames: readonly string[] = [...Object.values(codeSystems), ...Object.values(extensions)]

/** Licence numbers, by college, as Canada Health Infoway registers their systems. */
export const identifierSystems = {
  physician: 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-on-license-physician',
  nurse: 'https://fhir.infoway-inforoute.ca/NamingSystem/ca-on-license-nurse',
} as const

/** A code of one of the systems above. */
export function coding(system: keyof typeof codeSystems, code: string): Coding {
  return { system: codeSystems[system], code }
}

/** A coded value with its words in the record's language. */
export function concept(system: keyof typeof codeSystems, code: string, text?: string): CodeableConcept {
  return { coding: [coding(system, code)], ...(text && { text }) }
}

/** An extension of ours, or of the Canadian Baseline, by name. */
export function extension(name: keyof typeof extensions, value: Omit<Extension, 'url'>): Extension {
  return { url: extensions[name], ...value }
}
