import { type FiledConversation, messageNumber } from './filed-conversation.ts'
import type { RecordWords } from './record-words.ts'

/** Which other conversations of the patient were read and answered with this one, each to be found in the chart by its id. */
export function togetherWith(record: FiledConversation, words: RecordWords): string[] {
  const { t } = words
  const together = (record.conversation.together ?? []).map(({ id, way, subject }) =>
    t(`conversation.togetherWith.${way}`, { id, subject: subject || t('conversation.noSubject') }),
  )
  return [...together, ...splitFrom(record, words)]
}

/** Where messages of it are answered, by their numbers here; or in whose record the messages are that it answers. */
function splitFrom(record: FiledConversation, { t, list }: RecordWords): string[] {
  return (record.conversation.splits ?? []).map(({ id, way, subject, messageIds }) => {
    const numbers = record.messages.flatMap((message) =>
      messageIds.includes(message.id) ? [messageNumber(record, message)] : [],
    )
    return t(`conversation.splitWith.${way}`, {
      id,
      subject: subject || t('conversation.noSubject'),
      count: messageIds.length,
      numbers: list(numbers),
    })
  })
}
