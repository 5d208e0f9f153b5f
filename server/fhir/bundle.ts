/**
 * A filed conversation as a FHIR R4 Bundle of type `collection`: resources gathered for one reading, each of which an
 * EMR takes or leaves. Not `document`: that makes the Bundle the attested, human-readable original, with a Composition
 * and narrative that say everything again, while here the PDF is that original and two could differ. Not
 * `transaction`: that orders the receiver to write.
 */
import assert from 'node:assert/strict'
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes'
import { derivedId } from '../filing/derived-id.ts'
import type { FiledConversation } from '../filing/filed-conversation.ts'
import { recordWords, type RecordWords } from '../filing/record-words.ts'
import { languageTag, type Language } from '../../shared/locales/index.ts'
import { toBinary } from './binary.ts'
import { toCareTeam } from './care-team.ts'
import { toHeader, toMessage } from './communication.ts'
import { toDevice } from './device.ts'
import { toDocumentReference, toRecordReference } from './document-reference.ts'
import { toOrganization } from './organization.ts'
import { toPatient } from './patient.ts'
import { toPractitionerRole } from './practitioner-role.ts'
import { toPractitioner } from './practitioner.ts'
import { toActProvenance, toFilingProvenance, toMessageProvenances } from './provenance.ts'
import { fullUrl } from './references.ts'
import { toTask } from './task.ts'

/** The Bundle of a filed conversation; words in the given language, the practice's if none is given. */
export function toBundle(record: FiledConversation, language: Language = record.practice.language): Bundle {
  const words = recordWords(language, record.practice.timeZone)
  const content = [...conversation(record, words), ...files(record, words)]
  const history = [
    ...record.acts.map((act) => toActProvenance(record, act, words)),
    ...record.messages.flatMap((message) => toMessageProvenances(record, message)),
    toFilingProvenance(record, content.map(idOf)),
  ]
  const id = derivedId(record.filing.id, 'bundle')
  return {
    resourceType: 'Bundle',
    id,
    language: languageTag(language),
    identifier: { system: 'urn:ietf:rfc:3986', value: fullUrl(id) },
    type: 'collection',
    timestamp: record.filing.filedAt.toISOString(),
    entry: [...people(record, words), ...content, ...history].map(toEntry),
  }
}

/** The bytes of the data file: readable, and the same for the same record. */
export function bundleBytes(bundle: Bundle): Buffer {
  return Buffer.from(`${JSON.stringify(bundle, undefined, 2)}\n`)
}

function people(record: FiledConversation, words: RecordWords): Resource[] {
  const everyone = record.participants.flatMap((each): Resource[] => {
    switch (each.kind) {
      case 'patient':
        return [toPatient(record.patient)]
      case 'practitioner':
        return [toPractitioner(each), toPractitionerRole(record, each, words)]
      case 'care-team':
        return [toCareTeam(record, each)]
      case 'system':
        return [toDevice(record, each)]
      default:
        return each satisfies never
    }
  })
  return [toOrganization(record.practice), ...everyone]
}

function conversation(record: FiledConversation, words: RecordWords): Resource[] {
  return [
    toHeader(record, words),
    ...record.messages.map((message) => toMessage(record, message, words)),
    ...record.tasks.map((task) => toTask(record, task, words)),
  ]
}

function files(record: FiledConversation, words: RecordWords): Resource[] {
  const sent = record.messages.flatMap((message) =>
    message.attachments.flatMap((attachment) => {
      const binary = toBinary(attachment)
      return [toDocumentReference(record, message, attachment), ...(binary ? [binary] : [])]
    }),
  )
  return [toRecordReference(record, words), ...sent]
}

function toEntry(resource: Resource): BundleEntry {
  return { fullUrl: fullUrl(idOf(resource)), resource }
}

function idOf(resource: Resource): string {
  assert(resource.id, 'every resource of a record has an id')
  return resource.id
}
