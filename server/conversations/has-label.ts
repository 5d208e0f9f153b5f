import { type RawBuilder, sql } from 'kysely'

/**
 * Whether the conversation of this column has the label, by keys alone. With a label on many conversations the list is walked
 * as without; with one on few, these few are the list: the planner knows which.
 */
export function hasLabel(column: 'conversations.id' | 'tasks.conversation_id', labelId: string): RawBuilder<boolean> {
  const of = column === 'conversations.id' ? 'conversations.practice_id' : 'tasks.practice_id'
  return sql<boolean>`exists (select from labelled_conversations labelled
    where labelled.practice_id = ${sql.ref(of)} and labelled.label_id = ${labelId}
      and labelled.conversation_id = ${sql.ref(column)})`
}
