import type { Checker } from './checker.ts'

/** What a thing must be unique by; more than one is an act done twice. */
const unique: { what: string; sql: string }[] = [
  {
    what: 'one key gave two messages, or one letter was sent twice',
    sql: `select min(id::text) as id from messages where practice_id = any($1) and kind = 'message'
      group by practice_id, author_id, request_hash having count(*) > 1`,
  },
  {
    what: 'a message id stands in two practices',
    sql: `select id::text from messages group by id having count(*) > 1 and bool_or(practice_id = any($1))`,
  },
  {
    what: 'a message has two automatic replies',
    sql: `select in_response_to::text as id from messages where practice_id = any($1) and in_response_to is not null
      group by practice_id, in_response_to having count(*) > 1`,
  },
  {
    what: 'a conversation has two open tasks of one kind',
    sql: `select min(id::text) as id from tasks where practice_id = any($1) and status in ('requested', 'accepted')
      group by practice_id, conversation_id, kind having count(*) > 1`,
  },
  {
    what: 'a task was opened twice, or ended twice',
    sql: `select min(task_id::text) as id from task_events where practice_id = any($1)
        and act in ('open', 'complete', 'cancel')
      group by practice_id, task_id, act in ('complete', 'cancel') having count(*) > 1`,
  },
  {
    what: 'a conversation was filed twice up to the same message',
    sql: `select min(conversation_id::text) as id from filings where practice_id = any($1) and status = 'filed'
      group by practice_id, conversation_id, up_to_sequence having count(*) > 1`,
  },
  {
    what: 'a reading was written twice',
    sql: `select min(conversation_id::text) as id from readings where practice_id = any($1)
      group by practice_id, conversation_id, reader_id, up_to_sequence having count(*) > 1`,
  },
]

/** Each act was done once, however often it was asked for: unique by who asked and the key they made. */
export const actsAreUnique: Checker = async ({ query, ledger, practiceIds }) => {
  const violations = ledger.messages
    .filter(({ answers }) => new Set(answers.map(({ autoReplyId }) => autoReplyId)).size > 1)
    .map(({ id }) => `the message ${id} was answered with different automatic replies`)
  for (const { what, sql } of unique) {
    const rows = await query(sql, [practiceIds])
    violations.push(...rows.map(({ id }) => `${what} (${String(id)})`))
  }
  return violations
}
