// Whoever owns the database can change every row of it. Each way of doing so is found by `threadwell audit verify`, and told
// by its exit code; what no log can show of itself is shown by the copy of its checkpoints.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { scanAttachments } from '../attachments/sweep-attachments.ts'
import { uuidv7 } from '../platform/ids.ts'
import { call, inPractice } from '../testing/factories.ts'
import { inSystem } from '../testing/in-system.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { act, asIntruder, seal } from './database-log.fixture.ts'
import {
  aSealedLog,
  checkpointFile,
  cutTail,
  type Log,
  onVictim,
  signAnew,
  swap,
  verify,
  victim,
} from './tampering.fixture.ts'

const house = useTestHouse()

const verifyOne = (log: Log, ...more: string[]) => verify(house(), ['--practice', log.id, ...more])

type Tampering = [name: string, code: number, tamper: (db: pg.Client, log: Log) => Promise<unknown>]

const alone: Tampering[] = [
  [
    '1 a payload is changed',
    1,
    (db, log) =>
      onVictim(
        db,
        log,
        `update audit_events set payload = convert_to(replace(convert_from(payload, 'UTF8'), '"outcome":0', '"outcome":4'), 'UTF8') where`,
      ),
  ],
  [
    '2 a leaf is changed',
    1,
    (db, log) =>
      db.query('update audit_leaves set leaf = sha256(leaf) where practice_id = $1 and index = $2', [log.id, victim]),
  ],
  ['3 a sealed event is deleted', 2, (db, log) => onVictim(db, log, 'delete from audit_events where')],
  [
    '4 the last entry is deleted, with its leaf',
    2,
    async (db, log) => {
      const last = 'event_id = (select event_id from audit_leaves where practice_id = $1 order by index desc limit 1)'
      await db.query(`delete from audit_events where practice_id = $1 and ${last.replace('event_id', 'id')}`, [log.id])
      await db.query(`delete from audit_leaves where practice_id = $1 and ${last}`, [log.id])
    },
  ],
  ['5 two entries change places', 1, (db, log) => swap(db, log, victim, victim + 3)],
  [
    '6 a back-dated event is put in',
    5,
    (db, log) =>
      db.query(
        `insert into audit_events (practice_id, xid, at, payload)
         select practice_id, xid, at - interval '1 hour', payload from audit_events where practice_id = $1 order by id limit 1`,
        [log.id],
      ),
  ],
]

const againstWitness: Tampering[] = [
  ['8 the tail is cut off, with its checkpoints', 2, cutTail],
  [
    '9 a second history is written, and signed with the stolen key',
    3,
    async (db, log) => {
      await onVictim(db, log, `update audit_events set payload = '{}' where`)
      await signAnew(house(), db, log)
    },
  ],
  [
    '10 an old backup is restored, and work goes on',
    3,
    async (db, log) => {
      await cutTail(db, log)
      for (let i = 0; i < 30; i++) {
        await act(house().way.db, log.id, { code: 'after.restore' })
      }
      await seal(house(), log.id)
    },
  ],
]

const tamper = (log: Log, how: Tampering[2]) => asIntruder(house(), (db) => how(db, log))

describe('an honest log', () => {
  test('verifies: in the database, against its witness, in depth, and from any size on', async () => {
    const log = await aSealedLog(house())
    const found = await verifyOne(log, '--checkpoint', checkpointFile(house(), log), '--deep')
    expect(found).toMatchObject({
      code: 0,
      reports: [{ verdict: 'ok', counts: { checkpoints: 3, witnessCheckpoints: 3 } }],
    })
    // The administrator’s name, subject, message, automatic reply, note: what was sealed and told.
    expect(found.reports[0]?.counts.contents).toBe(5)
    const size = found.reports[0]?.counts.leaves ?? 0
    for (const since of [1, size - 8, size - 1, size, size + 100]) {
      const part = await verifyOne(log, '--since', String(since), '--checkpoint', checkpointFile(house(), log))
      expect(part).toMatchObject({ code: 0, reports: [{ verified: { size } }] })
      expect(part.reports[0]?.counts.leaves).toBe(
        since < size - 16 ? size : since < size - 8 ? 16 : since < size ? 8 : 0,
      )
    }
  })
})

describe('the tamper suite', () => {
  test.each(alone)('%s', async (_name, code, how) => {
    const log = await aSealedLog(house())
    await tamper(log, how)
    expect((await verifyOne(log)).code).toBe(code)
  })

  test('7 an event is entered a second time, where the database had forbidden it', async () => {
    const log = await aSealedLog(house())
    const constraint = 'audit_leaves_practice_id_event_id_key'
    await asIntruder(house(), async (db) => {
      await db.query(`alter table audit_leaves drop constraint ${constraint}`)
      await db.query(
        `insert into audit_leaves (practice_id, index, event_id, leaf)
         select practice_id, (select max(index) + 1 from audit_leaves where practice_id = $1), event_id, leaf
         from audit_leaves where practice_id = $1 and index = $2`,
        [log.id, victim],
      )
      expect((await verifyOne(log)).code).toBe(1)
      await db.query(
        `delete from audit_leaves where practice_id = $1
         and index = (select max(index) from audit_leaves where practice_id = $1)`,
        [log.id],
      )
      await db.query(`alter table audit_leaves add constraint ${constraint} unique (practice_id, event_id)`)
    })
  })

  test.each(againstWitness)('%s: the witness alone shows it', async (_name, code, how) => {
    const log = await aSealedLog(house())
    // What an operator took elsewhere, before.
    const witness = join(house().dataDir, `taken-${log.id}`)
    await writeFile(witness, await readFile(checkpointFile(house(), log)))
    await tamper(log, how)
    expect((await verifyOne(log)).code).toBe(0)
    expect((await verifyOne(log, '--checkpoint', witness)).code).toBe(code)
  })

  test('11 a message is put back, or written over by whoever has the patient’s key: a look in depth shows it', async () => {
    const log = await aSealedLog(house())
    const forged = await inPractice(house(), log.id, async (_tx, keys) => {
      await keys.load([log.patient.id])
      const place = { id: log.messageId, version: 1, patientId: log.patient.id }
      return keys.seal('messages.body_sealed', place, 'I never wrote this.')
    })
    await tamper(log, (db) => db.query('update messages set body_sealed = $2 where id = $1', [log.messageId, forged]))
    expect((await verifyOne(log)).code).toBe(0)
    const { code, reports } = await verifyOne(log, '--deep')
    expect(code).toBe(6)
    expect(reports[0]?.lines[0]).toContain(`messages.body ${log.messageId}`)
    await tamper(log, (db) => db.query('delete from messages where id = $1', [log.messageId]))
    expect((await verifyOne(log, '--deep')).code).toBe(6)
  })

  test('12 a whole practice is dropped: its file, the witness or its name shows it', async () => {
    const log = await aSealedLog(house())
    await tamper(log, async (db) => {
      const { rows } = await db.query(`select distinct table_name from information_schema.columns
        where table_schema = 'public' and column_name = 'practice_id'`)
      for (const { table_name: table } of rows) {
        await db.query(`delete from ${table} where practice_id = $1`, [log.id])
      }
    })
    const all = await verify(house(), [])
    expect(all.code).toBe(2)
    expect(all.reports.find(({ origin }) => origin.includes(log.id))).toMatchObject({
      verdict: 'missing',
      findings: [{ kind: 'log-gone' }],
    })
    expect((await verifyOne(log)).code).toBe(2)
  })
})

describe('a row that is put back to an older version', () => {
  test('opens with the right key, and still is not what was written last', async () => {
    const log = await aSealedLog(house())
    const { patient, practice } = log
    const input = { patientId: patient.id, version: 1, familyName: 'Newname' }
    const older = await asIntruder(house(), async (db) => {
      await call(house(), practice.nurse, api.changePatient, { ...input, familyName: 'Middlename' })
      return (
        await db.query(
          'select family_name_sealed, given_name_sealed, birth_date_sealed, version from patients where id = $1',
          [patient.id],
        )
      ).rows[0]
    })
    expect((await call(house(), practice.nurse, api.changePatient, { ...input, version: 2 })).status).toBe(200)
    expect((await verifyOne(log, '--deep')).code).toBe(0)
    await seal(house(), log.id)
    expect((await verifyOne(log, '--deep')).code).toBe(0)
    await tamper(log, (db) =>
      db.query(
        'update patients set family_name_sealed = $2, given_name_sealed = $3, birth_date_sealed = $4, version = $5 where id = $1',
        [patient.id, older.family_name_sealed, older.given_name_sealed, older.birth_date_sealed, older.version],
      ),
    )
    expect((await verifyOne(log, '--deep')).code).toBe(6)
  })

  test('the name of a colleague: after it was changed, and as the first administrator was entered', async () => {
    const log = await aSealedLog(house())
    const { administrator } = log.practice
    const practitionerId = uuidv7()
    const colleague = { practitionerId, role: 'nurse', name: 'Ines Caron', email: 'ines@clinic.example' } as const
    expect((await call(house(), administrator, api.addPractitioner, colleague)).status).toBe(200)
    const nameOf = async (id: string) =>
      (
        await asIntruder(house(), (db) =>
          db.query('select name_sealed, version from practitioners where id = $1', [id]),
        )
      ).rows[0]
    const putBack = (id: string, older: { name_sealed: Buffer; version: number }) =>
      tamper(log, (db) =>
        db.query('update practitioners set name_sealed = $2, version = $3 where id = $1', [
          id,
          older.name_sealed,
          older.version,
        ]),
      )
    const first = await nameOf(practitionerId)
    const change = { practitionerId, name: 'Ines Caron-Roy', version: first.version }
    expect((await call(house(), administrator, api.changePractitioner, change)).status).toBe(200)
    await seal(house(), log.id)
    expect((await verifyOne(log, '--deep')).code).toBe(0)
    const last = await nameOf(practitionerId)
    await putBack(practitionerId, first)
    expect((await verifyOne(log, '--deep')).code).toBe(6)
    await putBack(practitionerId, last)
    expect((await verifyOne(log, '--deep')).code).toBe(0)

    await putBack(administrator.id, { name_sealed: last.name_sealed, version: 1 })
    expect((await verifyOne(log, '--deep')).code).toBe(6)
  })

  test('the name and the hash of a file', async () => {
    const log = await aSealedLog(house())
    const { patient } = log
    const [draftId, attachmentId] = [uuidv7(), uuidv7()]
    await call(house(), patient, api.saveDraft, { draftId, topicId: log.practice.topic.id, text: '', version: 0 })
    const upload = await house().app.inject({
      method: 'PUT',
      url: `/api/as/${patient.id}/drafts/${draftId}/attachments/${attachmentId}`,
      headers: { ...patient.as, 'content-type': 'application/octet-stream', 'x-file-name': 'list.txt' },
      payload: 'Two tablets a day.',
    })
    expect(upload.statusCode).toBe(200)
    await scanAttachments(inSystem(house(), log.id))
    await seal(house(), log.id)
    expect((await verifyOne(log, '--deep')).code).toBe(0)
    for (const column of ['file_name_sealed', 'sha256_sealed']) {
      const { rows } = await asIntruder(house(), (db) =>
        db.query(`select ${column} as value from attachments where id = $1`, [attachmentId]),
      )
      const write = (value: unknown) =>
        tamper(log, (db) => db.query(`update attachments set ${column} = $2 where id = $1`, [attachmentId, value]))
      await write(Buffer.from('another'))
      expect((await verifyOne(log, '--deep')).code).toBe(6)
      await write(rows[0].value)
    }
    expect((await verifyOne(log, '--deep')).code).toBe(0)
  })
})
