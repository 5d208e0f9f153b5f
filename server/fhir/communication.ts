/**
 * A conversation is a Communication without `payload` and `partOf` (the header); a message is a Communication that is
 * `partOf` it, in reply to the message before it from another side. Messages leave out nothing that was written:
 * a withdrawn one keeps its words and is `entered-in-error`, so that no reader takes it for advice.
 */
import type { CodeableConcept, Communication, Reference } from '@medplum/fhirtypes'
import { participant, type FiledConversation, type FiledMessage } from '../filing/filed-conversation.ts'
import type { RecordWords } from '../filing/record-words.ts'
import { togetherWith } from '../filing/together-with.ts'
import { actorReference, personReference, reference } from './references.ts'
import { coding, concept, extension } from './systems.ts'

/** The header: topic, people, state and, once closed, how it ended. */
export function toHeader(record: FiledConversation, words: RecordWords): Communication {
  const { conversation, messages } = record
  const first = messages[0]
  const together = togetherWith(record, words)
  return {
    resourceType: 'Communication',
    id: conversation.id,
    status: conversation.closedAt ? 'completed' : 'in-progress',
    ...(conversation.outcome && {
      statusReason: concept('outcome', conversation.outcome, words.t(`outcomes.${conversation.outcome}`)),
    }),
    category: [concept('category', conversation.mode, words.t(`modes.${conversation.mode}`))],
    priority: conversation.priority,
    medium: online(),
    subject: personReference(record, record.patient.id),
    topic: topic(record, words),
    sent: conversation.startedAt.toISOString(),
    recipient: bothSides(record),
    ...(together.length > 0 && { note: together.map((text) => ({ text })) }),
    ...(first && { sender: actorReference(record, first.authorId) }),
  }
}

/** One message, word for word. */
export function toMessage(record: FiledConversation, message: FiledMessage, words: RecordWords): Communication {
  const asked = messageAnswered(record, message)
  const extensions = [extension('deliveredAt', { valueInstant: message.deliveredAt.toISOString() })]
  if (message.firstRead) {
    extensions.push(extension('firstReadBy', { valueReference: personReference(record, message.firstRead.by) }))
  }
  return {
    resourceType: 'Communication',
    id: message.id,
    extension: extensions,
    partOf: [reference(record.conversation.id)],
    ...(asked && { inResponseTo: [reference<Communication>(asked.id)] }),
    status: message.retraction ? 'entered-in-error' : 'completed',
    ...(message.retraction && {
      statusReason: concept('retraction', 'retracted', message.retraction.reason ?? words.t('messages.retracted')),
    }),
    category: [concept('category', message.kind)],
    medium: online(),
    subject: personReference(record, record.patient.id),
    sent: message.sentAt.toISOString(),
    ...(message.firstRead && { received: message.firstRead.at.toISOString() }),
    recipient: otherSide(record, message),
    sender: actorReference(record, message.authorId),
    payload: [
      ...(message.text ? [{ contentString: message.text }] : []),
      ...(message.footer ? [{ contentString: message.footer }] : []),
      ...message.attachments.map((attachment) => ({ contentReference: reference(attachment.id) })),
    ],
  }
}

/** The latest earlier message of another side: what a reply answers, and what set off an automatic reply. */
function messageAnswered(record: FiledConversation, message: FiledMessage): FiledMessage | undefined {
  const side = participant(record, message.authorId).kind
  return record.messages.findLast(
    (each) =>
      each.sequence < message.sequence &&
      each.kind === 'message' &&
      (participant(record, each.authorId).kind === 'patient') !== (side === 'patient'),
  )
}

type Recipients = NonNullable<Communication['recipient']>

/** The patient writes to an inbox; everyone at the clinic writes to the patient. */
function otherSide(record: FiledConversation, message: FiledMessage): Recipients {
  return [
    participant(record, message.authorId).kind === 'patient'
      ? personReference(record, record.conversation.careTeamId)
      : personReference(record, record.patient.id),
  ]
}

/** The patient, the inbox and the people who wrote, without the one who began. */
function bothSides(record: FiledConversation): Recipients {
  const authors = record.messages.map((each) => each.authorId)
  const ids = new Set([record.patient.id, record.conversation.careTeamId, ...authors])
  return [...ids]
    .filter((id) => id !== authors[0] && participant(record, id).kind !== 'system')
    .map((id): Reference<never> => personReference(record, id))
}

/** The topic of the practice's list as the code, the subject that the author gave as the words. */
function topic(record: FiledConversation, words: RecordWords): CodeableConcept {
  const { subject, topic: listed } = record.conversation
  const name = words.language === 'fr' ? listed.nameFr : listed.nameEn
  return { coding: [{ ...coding('topic', listed.keyword), display: name }], text: subject || name }
}

function online(): CodeableConcept[] {
  return [concept('participationMode', 'ONLINEWRIT')]
}
