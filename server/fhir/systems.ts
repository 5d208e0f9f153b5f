import type { CodeableConcept, Coding, Extension } from '@medplum/fhirtypes'

/**
 * The home of Threadwell's own FHIR names. They are compared, never fetched. The top-level domain is reserved
 * (RFC 2606), so that nobody can come to own it; it changes here alone, before the first release that others read.
 */
const home = 'https://threadwell.example/fhir'

const codeSystems = {
  category: `${home}/CodeSystem/communication-category`,
  topic: `${home}/CodeSystem/topic`,
  outcome: `${home}/CodeSystem/conversation-outcome`,
  taskOutcome: `${home}/CodeSystem/task-outcome`,
  retraction: `${home}/CodeSystem/communication-status-reason`,
  role: `${home}/CodeSystem/role`,
  task: `${home}/CodeSystem/task-kind`,
  act: `${home}/CodeSystem/act`,
  identifierType: 'http://terminology.hl7.org/CodeSystem/v2-0203',
  participationMode: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode',
  provenanceParticipant: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
  language: 'urn:ietf:bcp:47',
} as const

const extensions = {
  deliveredAt: `${home}/StructureDefinition/delivered-at`,
  firstReadBy: `${home}/StructureDefinition/first-read-by`,
  ownerBefore: `${home}/StructureDefinition/owner-before`,
  ownerAfter: `${home}/StructureDefinition/owner-after`,
  /** FHIR R4 Attachment.hash is SHA-1, so SHA-256 needs a place of its own. */
  sha256: `${home}/StructureDefinition/sha256`,
  /** The path of a file that lies beside the Bundle, in place of its bytes. */
  file: `${home}/StructureDefinition/file`,
  /** The version code of a health card, of the Canadian Baseline. */
  identifierVersion: 'http://hl7.org/fhir/ca/baseline/StructureDefinition/ext-identifierversion',
} as const

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
