import { api } from '../../../shared/api/index.ts'
import { call } from '../../../server/testing/call.ts'
import type { Checker, Evidence } from './checker.ts'

const recounts: { what: string; sql: string }[] = [
  {
    what: 'the head of the conversation does not stand at its newest message',
    sql: `select c.id::text from conversations c where practice_id = any($1) and (
        last_sequence <> (select max(sequence) from messages m where m.practice_id = c.practice_id and m.conversation_id = c.id)
        or last_message_id is distinct from (select id from messages m where m.practice_id = c.practice_id
          and m.conversation_id = c.id and kind = 'message' order by sequence desc limit 1)
        or has_attachment <> exists (select from attachments a where a.practice_id = c.practice_id
          and a.conversation_id = c.id and a.message_id is not null))`,
  },
  {
    // The harm is a message nobody tells the patient of; that one who has read everything is still called unread is the lesser.
    what: 'the conversation has a message the patient has not read, and is not called unread',
    sql: `select c.id::text from conversations c where practice_id = any($1) and patient_unread_since is null
        and exists (select from messages m where m.practice_id = c.practice_id and m.conversation_id = c.id
          and m.author_kind = 'practitioner' and m.sequence > coalesce((select max(up_to_sequence) from readings r
            where r.practice_id = c.practice_id and r.conversation_id = c.id and r.reader_kind = 'patient'), 0))`,
  },
  {
    what: 'the patient has read all of the conversation, and it is called unread',
    sql: `select c.id::text from conversations c where practice_id = any($1) and patient_unread_since is not null
        and last_sequence <= (select max(up_to_sequence) from readings r where r.practice_id = c.practice_id
          and r.conversation_id = c.id and r.reader_kind = 'patient')`,
  },
  {
    what: 'a read position stands beyond the newest message',
    sql: `select id::text from conversations where practice_id = any($1)
        and (patient_read_sequence > last_sequence or staff_read_sequence > last_sequence)`,
  },
  {
    what: 'a patient waits for an answer, and nobody has the task',
    sql: `select c.id::text from conversations c where practice_id = any($1) and status = 'open'
        and last_author_kind = 'patient' and not exists (select from tasks t where t.practice_id = c.practice_id
          and t.conversation_id = c.id and t.kind = 'respond' and t.status in ('requested', 'accepted'))
        and not exists (select from tasks t where t.practice_id = c.practice_id and t.conversation_id = c.id
          and t.kind = 'respond' and t.ended_at >= c.last_message_at)`,
  },
]

/** What is kept counted is what counting gives: heads, unread marks, and the numbers that people are shown. */
export const countsAreRecounts: Checker = async (evidence) => {
  const violations: string[] = []
  for (const { what, sql } of recounts) {
    const rows = await evidence.query(sql, [evidence.practiceIds])
    violations.push(...rows.map(({ id }) => `${what} (${String(id)})`))
  }
  return [...violations, ...(await shown(evidence))]
}

/** The numbers on the page, asked for as their readers do. */
async function shown({ house, query, practiceIds, people, ledger }: Evidence): Promise<string[]> {
  const violations: string[] = []
  const unread = await query(
    `select patient_id::text as id, count(*) filter (where patient_unread_since is not null
       or patient_read_sequence < last_sequence)::int as unread
     from conversations where practice_id = any($1) group by patient_id`,
    [practiceIds],
  )
  for (const row of unread) {
    const patient = people.get(String(row['id']))
    if (patient !== undefined) {
      const { body } = await call(house, patient, api.listConversations, {})
      if (body.unread !== row['unread']) {
        violations.push(
          `the patient ${String(row['id'])} is shown ${body.unread} unread, and has ${String(row['unread'])}`,
        )
      }
    }
  }
  for (const practiceId of practiceIds) {
    const reader = people.get(ledger.readers.get(practiceId) ?? '')
    if (reader === undefined) {
      continue
    }
    const { body } = await call(house, reader, api.listInboxes, {})
    for (const inbox of body.inboxes) {
      const [row] = await query(
        `select count(*)::int as open from tasks where practice_id = $1 and care_team_id = $2 and status in ('requested', 'accepted')`,
        [practiceId, inbox.careTeam.id],
      )
      if (row?.['open'] !== inbox.open) {
        violations.push(`the inbox ${inbox.careTeam.id} shows ${inbox.open} open, and has ${String(row?.['open'])}`)
      }
    }
  }
  return violations
}
