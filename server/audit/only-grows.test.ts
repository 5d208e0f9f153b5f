// The log is only ever added to, and what is added is dated, numbered and hashed by the database: its grants say so.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testsOwn } from '../testing/in-practice.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { treeOf } from './database-log.fixture.ts'
import { aSealedLog } from './tampering.fixture.ts'

const house = useTestHouse()

test('the server’s and the worker’s own roles can add to the log and change nothing in it', async () => {
  const log = await aSealedLog(house())
  const tree = await treeOf(house(), log.id)
  const scope = { practiceId: log.id, actorId: log.id, requestId: log.id }
  const refused = [
    "update audit_events set payload = '{}'",
    'delete from audit_events',
    'truncate audit_events',
    "insert into audit_events (practice_id, payload, xid) select priv.practice(), '{}', '3'",
    "insert into audit_events (practice_id, payload, at) select priv.practice(), '{}', now()",
    "insert into audit_events (practice_id, payload, id) select priv.practice(), '{}', gen_random_uuid()",
    "insert into audit_events (practice_id, payload, leaf) select priv.practice(), '{}', '\\x00'",
    'update audit_leaves set index = index + 100',
    'delete from audit_leaves',
    'truncate audit_leaves',
    'update audit_checkpoints set size = size + 100',
    'delete from audit_checkpoints',
    'truncate audit_checkpoints',
    'delete from audit_terms',
    "update audit_verifications set verdict = 'ok'",
    'delete from access_grants',
    "update access_grants set expires_at = expires_at + interval '1 minute'",
    'alter table audit_events disable trigger all',
    'set session_replication_role = replica',
  ]
  for (const [role, more] of [
    [house().way.db, ["insert into audit_leaves select priv.practice(), 999, gen_random_uuid(), '\\x00'"]],
    [house().worker.db, ['update access_grants set reviewed_at = now()']],
  ] as const) {
    for (const statement of [...refused, ...more]) {
      const attempt = testsOwn.run(true, () => role.transact(scope, (tx) => sql.raw(statement).execute(tx)))
      await expect(attempt, statement).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|428C9)$/) })
    }
  }
  expect(await treeOf(house(), log.id)).toEqual(tree)
})
