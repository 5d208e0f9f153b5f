import type { Checker, Evidence } from './checker.ts'

/** What is due is a column (decision 0001); after the worker has been everywhere, nothing may be due any more. */
const due: { what: string; sql: string }[] = [
  {
    what: 'a notice is still to be made for the conversation',
    sql: 'select id::text from conversations where practice_id = any($1) and notify_due_at <= $2',
  },
  {
    what: 'a notice is still to be sent',
    sql: `select id::text from notices where practice_id = any($1) and status = 'due' and due_at <= $2`,
  },
  {
    what: 'a file still waits to be looked at, or to be swept',
    sql: 'select id::text from attachments where practice_id = any($1) and due_at <= $2',
  },
  {
    what: 'a conversation is still to be filed',
    sql: `select id::text from filings where practice_id = any($1) and status in ('requested', 'failed') and due_at <= $2`,
  },
  {
    what: 'a late task has been told to nobody in the practice',
    sql: 'select id::text from priv.practices_with_late_tasks($2) as late(id) where id = any($1)',
  },
]

/** Nothing that was set off waits for ever, and nobody who should be told was left out. */
export const outboxIsDrained: Checker = async (evidence) => [
  ...(await stillDue(evidence)),
  ...(await untold(evidence)),
  ...(await unsent(evidence)),
]

async function stillDue({ query, practiceIds, house, drainedAt }: Evidence): Promise<string[]> {
  return whatIsDue(query, practiceIds, drainedAt ?? house.clock.now())
}

/** What should have happened by then, a sentence each. */
export async function whatIsDue(query: Evidence['query'], practiceIds: string[], at: Date): Promise<string[]> {
  const violations: string[] = []
  for (const { what, sql } of due) {
    const rows = await query(sql, [practiceIds, at])
    violations.push(...rows.map(({ id }) => `${what} (${String(id)})`))
  }
  return violations
}

/** A patient who has something to read has been written to, or there is a reason why not. */
async function untold({ query, practiceIds }: Evidence): Promise<string[]> {
  const rows = await query(
    `select id::text from conversations c where practice_id = any($1) and patient_unread_since is not null
       and not exists (select from notices n where n.practice_id = c.practice_id and n.conversation_id = c.id
         and n.due_at >= c.patient_unread_since)`,
    [practiceIds],
  )
  return rows.map(({ id }) => `the patient of the conversation ${String(id)} has something to read and was not told`)
}

/** What the rows call sent has been accepted by the mail server, or by the gateway for texts. */
async function unsent({ query, practiceIds, mails, texts }: Evidence): Promise<string[]> {
  const rows = await query(
    `select id::text, channel, gateway_id from notices where practice_id = any($1) and status = 'sent'`,
    [practiceIds],
  )
  const mailed = new Set(mails?.flatMap(({ raw }) => /^message-id: <([^@>]+)@/im.exec(raw)?.[1] ?? []))
  const texted = new Set(texts?.map(({ id }) => id))
  return rows
    .filter(({ id, channel, gateway_id: gatewayId }) =>
      channel === 'email'
        ? mails !== undefined && !mailed.has(String(id))
        : texts !== undefined && !texted.has(String(gatewayId)),
    )
    .map(({ id }) => `the notice ${String(id)} is called sent, and was not`)
}
