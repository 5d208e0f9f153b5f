import type { Checker, Evidence } from './checker.ts'

/** What must stand in the log as often as in the tables: the ids of both, compared as multisets. */
const pairs: { what: string; acts: string; rows: string }[] = [
  {
    what: 'message',
    acts: `act in ('message.send', 'conversation.start') and outcome = '0' and not info ? 'repeat'`,
    rows: `select id from messages where practice_id = any($1) and kind = 'message'`,
  },
  {
    what: 'notice',
    acts: `act = 'notice.send'`,
    rows: `select id from notices where practice_id = any($1) and status in ('sent', 'failed', 'bounced')`,
  },
  {
    what: 'filing',
    acts: `act = 'filing.place'`,
    rows: `select id from filings where practice_id = any($1) and status = 'filed'`,
  },
]

/** Every act is on record once, and the record holds no act that was not done. */
export const auditEqualsActs: Checker = async (evidence) => [
  ...(await compared(evidence)),
  ...(await answersOnRecord(evidence)),
  ...(await uploadsAndReadings(evidence)),
]

const events = `select practice_id, body->>'act' as act, body->>'outcome' as outcome, body->'info' as info,
    body->'object'->>'id' as object, body->>'req' as req, body->'actor'->>'member' as member
  from (select practice_id, convert_from(payload, 'UTF8')::jsonb as body from audit_events
    where practice_id = any($1)) as opened`

async function compared({ query, practiceIds }: Evidence): Promise<string[]> {
  const violations: string[] = []
  for (const { what, acts, rows } of pairs) {
    const differing = await query(
      `with events as (${events}), acts as (select object as id, count(*) as n from events where ${acts} group by object),
         done as (select id::text as id, count(*) as n from (${rows}) as r group by id)
       select coalesce(acts.id, done.id) as id, coalesce(acts.n, 0)::int as acts, coalesce(done.n, 0)::int as done
       from acts full join done on done.id = acts.id where acts.n is distinct from done.n`,
      [practiceIds],
    )
    violations.push(
      ...differing.map(
        (row) =>
          `the ${what} ${String(row['id'])} is there ${String(row['done'])} times and on record ${String(row['acts'])} times`,
      ),
    )
  }
  return violations
}

/** Whoever got an answer left a record: the request's own id, and the act of its endpoint. */
async function answersOnRecord({ query, practiceIds, ledger }: Evidence): Promise<string[]> {
  const acked = ledger.acts.filter(({ practiceId }) => practiceIds.includes(practiceId))
  const rows = await query(
    `with events as (${events}), acked as (select * from unnest($2::text[], $3::text[]) as a(req, act))
     select req, act from acked where not exists (
       select from events where events.req = acked.req and events.act = acked.act)`,
    [practiceIds, acked.map(({ requestId }) => requestId), acked.map(({ act }) => act)],
  )
  return rows.map(({ req, act }) => `the request ${String(req)} was answered, and its ${String(act)} is not on record`)
}

async function uploadsAndReadings({ query, practiceIds }: Evidence): Promise<string[]> {
  const files = await query(
    `with events as (${events})
     select id::text from attachments a where practice_id = any($1) and sha256_sealed is not null
       and not exists (select from events where act = 'attachment.upload' and object = a.id::text)`,
    [practiceIds],
  )
  const settled = await query(
    `with events as (${events})
     select id::text from attachments a where practice_id = any($1) and status in ('clean', 'unscanned')
       and 1 <> (select count(*) from events where act = 'attachment.settle' and object = a.id::text)`,
    [practiceIds],
  )
  const readings = await query(
    `with events as (${events})
     select conversation_id::text as id from readings r where practice_id = any($1)
       and not exists (select from events where act = 'message.read' and object = r.conversation_id::text
         and member = r.reader_id::text)`,
    [practiceIds],
  )
  return [
    ...files.map(({ id }) => `the file ${String(id)} was received, and that is not on record`),
    ...settled.map(({ id }) => `the file ${String(id)} was looked at, and that is not on record once`),
    ...readings.map(({ id }) => `the conversation ${String(id)} was read, and that is not on record`),
  ]
}
