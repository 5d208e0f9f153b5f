import type { FiledConversation } from './filed-conversation.ts'
import type { RecordWords } from './record-words.ts'

/** Which other conversations of the patient were read and answered with this one, each to be found in the chart by its id. */
export function togetherWith(record: FiledConversation, { t }: RecordWords): string[] {
  return (record.conversation.together ?? []).map(({ id, way, subject }) =>
    t(`conversation.togetherWith.${way}`, { id, subject: subject || t('conversation.noSubject') }),
  )
}
