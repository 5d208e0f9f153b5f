import type { DocumentReference } from '@medplum/fhirtypes'
import { derivedId } from '../filing/derived-id.ts'
import { attachmentPath, recordFileName } from '../filing/attachment-path.ts'
import { type FiledAttachment, type FiledConversation, type FiledMessage } from '../filing/filed-conversation.ts'
import type { RecordWords } from '../filing/record-words.ts'
import { actorReference, fullUrl, reference } from './references.ts'
import { extension } from './systems.ts'

/** FHIR R4 DocumentReference of a file that was sent with a message. A file that was not filed has no Binary to point to. */
export function toDocumentReference(
  record: FiledConversation,
  message: FiledMessage,
  attachment: FiledAttachment,
): DocumentReference {
  return {
    resourceType: 'DocumentReference',
    id: attachment.id,
    status: message.retraction ? 'entered-in-error' : 'current',
    subject: reference(record.patient.id),
    date: message.sentAt.toISOString(),
    author: [actorReference(record, message.authorId)],
    custodian: reference(record.practice.id),
    content: [
      {
        attachment: {
          extension: [extension('sha256', { valueString: attachment.sha256 })],
          contentType: attachment.mediaType,
          ...(attachmentPath(attachment) && { url: fullUrl(binaryId(attachment)) }),
          size: attachment.sizeBytes,
          title: attachment.fileName,
        },
      },
    ],
    context: { related: [reference(message.id)] },
  }
}

/** FHIR R4 DocumentReference of the PDF that holds this Bundle: a hash of it cannot stand inside it. */
export function toRecordReference(record: FiledConversation, words: RecordWords): DocumentReference {
  const { conversation, filing } = record
  return {
    resourceType: 'DocumentReference',
    id: derivedId(filing.id, 'pdf'),
    status: 'current',
    docStatus: conversation.closedAt ? 'final' : 'preliminary',
    subject: reference(record.patient.id),
    date: filing.filedAt.toISOString(),
    author: [reference(record.practice.id)],
    custodian: reference(record.practice.id),
    description: words.t('title'),
    content: [{ attachment: { contentType: 'application/pdf', url: recordFileName, title: words.t('title') } }],
    context: { related: [reference(conversation.id)] },
  }
}

/** The id of the Binary of a file. */
export function binaryId(attachment: FiledAttachment): string {
  return derivedId(attachment.id, 'binary')
}
