import { sql } from 'kysely'
import type { Context, SystemActor } from '../access/context.ts'
import { DecryptError } from '../platform/crypto/envelope.ts'
import { hitOf } from './hit.ts'
import { writeLine } from './segment-lines.ts'

/** A message as the search needs it, whether it waits for its segment or is looked at by itself. */
export type SearchedMessage = {
  id: string
  conversation_id: string
  patient_id: string
  sequence: number
  kind: string
  sent_at: Date
  retracted_at: Date | null
  body_sealed: Buffer
  subject_sealed: Buffer
  /** False when the record was destroyed: nothing of it can be opened. */
  has_key: boolean
}

export const searchedColumns = sql`messages.id, messages.conversation_id, messages.patient_id, messages.sequence, messages.kind,
  messages.sent_at, messages.retracted_at, messages.body_sealed, conversations.subject_sealed,
  exists (select from data_keys where data_keys.practice_id = messages.practice_id
    and data_keys.patient_id = messages.patient_id and data_keys.state <> 'destroyed') as has_key`

/** A conversation's own, by their index: never all messages of the practice. */
export const unpackedMessages = sql`cross join lateral (select * from messages
  where messages.practice_id = conversations.practice_id and messages.conversation_id = conversations.id
    and messages.sequence > conversations.packed_sequence
  offset 0) messages`

export type WaitingMessage = SearchedMessage & { packed_sequence: number }

/** Messages of a practice that stand in no segment yet: whole conversations, those quiet for longest first. */
export async function selectWaiting(ctx: Context<SystemActor>, count: number): Promise<WaitingMessage[]> {
  const { rows } = await sql<WaitingMessage>`
    select ${searchedColumns}, conversations.packed_sequence
    from (select * from conversations
      where practice_id = ${ctx.actor.practiceId} and last_sequence > packed_sequence
      order by last_message_at, id limit ${count}) conversations
    ${unpackedMessages}
    order by conversations.last_message_at, conversations.id, messages.sequence
    limit ${count}`.execute(ctx.tx)
  return rows
}

/** What the clinic or the patient wrote; an automatic reply says the same as a thousand others, and is not searched. */
export function isSearched(message: SearchedMessage): boolean {
  return message.kind === 'message' && message.has_key
}

/**
 * The line of a message: of a withdrawn one no words, and its conversation's subject with the first alone. Empty when one of
 * them does not open, which the log tells: it must not keep all others from being found.
 */
export function lineOf(ctx: Context, message: SearchedMessage): string {
  const { id, conversation_id, patient_id: patientId, sequence } = message
  const subjectAt = { id: conversation_id, version: 1, patientId }
  try {
    return writeLine({
      hit: hitOf(id, message.sent_at),
      subject: sequence === 1 ? ctx.keys.open('conversations.subject_sealed', subjectAt, message.subject_sealed) : '',
      text:
        message.retracted_at === null
          ? ctx.keys.open('messages.body_sealed', { id, version: 1, patientId }, message.body_sealed)
          : '',
    })
  } catch (error) {
    if (error instanceof DecryptError) {
      ctx.house.log.error({ practiceId: ctx.actor.practiceId, messageId: id }, 'a message does not open')
      return ''
    }
    throw error
  }
}
