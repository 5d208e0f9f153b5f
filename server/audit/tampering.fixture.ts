// A sealed log of a real practice, and what the holder of the database can do to it.
import { join } from 'node:path'
import type pg from 'pg'
import { api } from '../../shared/api/index.ts'
import { uuidv7 } from '../platform/ids.ts'
import { appendLeaf, edgeRoot, emptyEdge, encodeRightEdge } from '../platform/transparency/merkle.ts'
import { aPatient, aPractice, call, type PatientPerson, type TestPractice } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { checkpointOrigin, signCheckpoint } from './checkpoint.ts'
import { runAuditCommand } from './cli.ts'
import { act, treeOf, seal } from './database-log.fixture.ts'
import type { VerifyReport } from './verify.ts'

export type Log = {
  id: string
  practice: TestPractice
  patient: PatientPerson
  conversationId: string
  messageId: string
}

/** A leaf behind the first checkpoint and before the last. */
export const victim = 12

/** A practice with a message, the automatic reply, a note, and 24 acts more, sealed in three steps. */
export async function aSealedLog(house: TestHouse): Promise<Log> {
  const practice = await aPractice(house)
  const patient = await aPatient(house, practice)
  const [conversationId, messageId] = [uuidv7(), uuidv7()]
  const words = { subject: 'A rash', text: 'It itches.', attachmentIds: [] }
  await call(house, patient, api.startConversation, { conversationId, messageId, topicId: practice.topic.id, ...words })
  await call(house, practice.nurse, api.writeNote, { conversationId, noteId: uuidv7(), text: 'Looks like eczema.' })
  for (let step = 0; step < 3; step++) {
    for (let i = 0; i < 8; i++) {
      await act(house.way.db, practice.id)
    }
    await seal(house, practice.id)
  }
  return { id: practice.id, practice, patient, conversationId, messageId }
}

/** `threadwell audit verify --json …`: the exit code and the reports. */
export async function verify(house: TestHouse, args: string[]): Promise<{ code: number; reports: VerifyReport[] }> {
  const lines: string[] = []
  const code = await runAuditCommand(['verify', '--json', ...args], {
    open: async () => ({
      db: house.worker.db,
      deployment: house.way.house.deployment,
      dataDir: house.dataDir,
      close: async () => {},
    }),
    write: (line) => lines.push(line),
    complain: (line) => {
      throw new Error(line)
    },
  })
  return { code, reports: JSON.parse(lines.join('\n')) as VerifyReport[] }
}

export function checkpointFile(house: TestHouse, log: Log): string {
  return join(house.dataDir, 'audit', `${log.id}.checkpoints`)
}

export function onVictim(db: pg.Client, log: Log, statement: string): Promise<unknown> {
  return db.query(
    `${statement} practice_id = $1 and id = (select event_id from audit_leaves where practice_id = $1 and index = $2)`,
    [log.id, victim],
  )
}

export async function swap(db: pg.Client, log: Log, one: number, other: number): Promise<void> {
  for (const [from, to] of [
    [one, -1],
    [other, one],
    [-1, other],
  ]) {
    await db.query('update audit_leaves set index = $3 where practice_id = $1 and index = $2', [log.id, from, to])
  }
}

/** Cuts off all behind the first checkpoint. */
export async function cutTail(db: pg.Client, log: Log): Promise<void> {
  const { rows } = await db.query('select min(size)::int as size from audit_checkpoints where practice_id = $1', [
    log.id,
  ])
  const { size } = rows[0]
  await db.query(
    'delete from audit_events where practice_id = $1 and id in (select event_id from audit_leaves where practice_id = $1 and index >= $2)',
    [log.id, size],
  )
  await db.query(
    'delete from audit_terms t where practice_id = $1 and not exists (select from audit_events e where e.practice_id = $1 and e.id = t.event_id)',
    [log.id],
  )
  await db.query('delete from audit_leaves where practice_id = $1 and index >= $2', [log.id, size])
  await db.query('delete from audit_checkpoints where practice_id = $1 and size > $2', [log.id, size])
}

/** What the holder of the signing key can do: every leaf, edge and checkpoint as if it had always been so. */
export async function signAnew(house: TestHouse, db: pg.Client, log: Log): Promise<void> {
  const { deployment } = house.way.house
  await db.query(
    'update audit_leaves l set leaf = e.leaf from audit_events e where l.practice_id = $1 and e.practice_id = $1 and e.id = l.event_id',
    [log.id],
  )
  const { rows: sizes } = await db.query('select size::int from audit_checkpoints where practice_id = $1', [log.id])
  const edge = emptyEdge()
  for (const { leaf } of await treeOf(house, log.id)) {
    appendLeaf(edge, leaf)
    if (sizes.some(({ size }) => size === edge.size)) {
      const root = edgeRoot(edge)
      const origin = checkpointOrigin(deployment.id, log.id)
      const note = signCheckpoint({ origin, size: edge.size, root }, deployment.signing.privateKey)
      await db.query(
        'update audit_checkpoints set root = $3, edge = $4, note = $5 where practice_id = $1 and size = $2',
        [log.id, edge.size, root, encodeRightEdge(edge), note],
      )
    }
  }
}
