/**
 * Who did what, as Provenance: each act of triage, each message written for another or withdrawn, and the filing.
 */
import type { Extension, Provenance, Resource } from '@medplum/fhirtypes'
import { derivedId } from '../filing/derived-id.ts'
import { type FiledAct, type FiledConversation, type FiledMessage } from '../filing/filed-conversation.ts'
import { routedTo, routingLines } from '../filing/record-work.ts'
import type { RecordWords } from '../filing/record-words.ts'
import { actorReference, personReference, reference } from './references.ts'
import { concept, extension } from './systems.ts'

/** Of one act: on its task, or on the conversation. */
export function toActProvenance(record: FiledConversation, act: FiledAct, words: RecordWords): Provenance {
  const owners = ownersOf(record, act)
  return {
    ...provenance(record, act.id, { at: act.at, by: act.actorId, as: 'performer' }),
    ...(owners.length > 0 && { extension: owners }),
    target: [reference(targetOf(record, act))],
    activity: concept('act', act.act, activityText(record, act, words)),
  }
}

/** Of a message: its author, for whom it was written and who approved it, and its withdrawal; none for most. */
export function toMessageProvenances(record: FiledConversation, message: FiledMessage): Provenance[] {
  const made: Provenance[] = []
  const { onBehalfOf, approvedBy, retraction } = message
  if (onBehalfOf || approvedBy) {
    const written = provenance(record, derivedId(message.id, 'written for another'), {
      at: message.sentAt,
      by: message.authorId,
      as: 'author',
      ...(onBehalfOf && { onBehalfOf }),
    })
    const agents = approvedBy ? [...written.agent, agent(record, { by: approvedBy, as: 'verifier' })] : written.agent
    made.push({ ...written, agent: agents, target: [reference(message.id)], activity: concept('act', 'send') })
  }
  if (retraction) {
    const id = derivedId(message.id, 'retracted')
    const withdrawn = provenance(record, id, { at: retraction.at, by: retraction.by, as: 'performer' })
    made.push({ ...withdrawn, target: [reference(message.id)], activity: concept('act', 'retract', retraction.reason) })
  }
  return made
}

/** Of the filing itself: everything in the Bundle was put together at one time by one person. */
export function toFilingProvenance(record: FiledConversation, filedIds: readonly string[]): Provenance {
  const { filing } = record
  return {
    ...provenance(record, filing.id, { at: filing.filedAt, by: filing.filedBy, as: 'assembler' }),
    target: filedIds.map((id) => reference(id)),
    activity: concept('act', 'file'),
  }
}

type Deed = { at: Date; by: string; as: 'performer' | 'author' | 'verifier' | 'assembler'; onBehalfOf?: string }

function provenance(record: FiledConversation, id: string, deed: Deed): Provenance {
  return {
    resourceType: 'Provenance',
    id,
    target: [],
    occurredDateTime: deed.at.toISOString(),
    recorded: deed.at.toISOString(),
    agent: [agent(record, deed)],
  }
}

function agent(record: FiledConversation, deed: Omit<Deed, 'at'>): Provenance['agent'][number] {
  return {
    type: concept('provenanceParticipant', deed.as),
    who: actorReference(record, deed.by),
    ...(deed.onBehalfOf && { onBehalfOf: actorReference(record, deed.onBehalfOf) }),
  }
}

function ownersOf(record: FiledConversation, act: FiledAct): Extension[] {
  if (!('taskId' in act) || act.act === 'prioritize') {
    return []
  }
  const { from, to } = act
  return [
    ...(from ? [extension('ownerBefore', { valueReference: personReference<Resource>(record, from) })] : []),
    ...(to ? [extension('ownerAfter', { valueReference: personReference<Resource>(record, to) })] : []),
  ]
}

/** A routing is of its message, what was done with a task of the task, and all else of the conversation. */
function targetOf(record: FiledConversation, act: FiledAct): string {
  if (act.act === 'route') {
    return act.messageId
  }
  return 'taskId' in act ? act.taskId : record.conversation.id
}

function activityText(record: FiledConversation, act: FiledAct, words: RecordWords): string | undefined {
  const { t, language } = words
  switch (act.act) {
    case 'prioritize':
      return t(`priorities.${act.priority}`)
    case 'move-topic':
      return t('acts.change', { from: act.topicBefore[language], to: act.topicAfter[language] })
    case 'route': {
      const to = routedTo(record, act)
      return [...routingLines(record, act, words), ...(to === '' ? [] : [t('acts.to', { to })])].join(' ')
    }
    default:
      return undefined
  }
}
