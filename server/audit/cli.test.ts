// The command as an operator uses it, and its export as a program of somebody else reads it.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { useTestHouse } from '../testing/test-house.ts'
import { type AuditHouse, cannotUnderstand, cannotVerify, runAuditCommand } from './cli.ts'
import { act, asIntruder, seal } from './database-log.fixture.ts'
import { aSealedLog, checkpointFile, type Log, verify } from './tampering.fixture.ts'
import { verifyExport } from './verify-export.fixture.ts'

const house = useTestHouse()
let log: Log
let other: Log
beforeAll(async () => {
  log = await aSealedLog(house())
  other = await aSealedLog(house())
  const { deployment } = house().way.house
  await act(house().way.db, deployment.id)
  await seal(house(), deployment.id)
})

async function run(args: string[], open?: () => Promise<AuditHouse>) {
  const said: string[] = []
  const complaints: string[] = []
  let closed = 0
  const code = await runAuditCommand(args, {
    open:
      open ??
      (async () => ({
        db: house().worker.db,
        deployment: house().way.house.deployment,
        dataDir: house().dataDir,
        close: async () => {
          closed++
        },
      })),
    write: (line) => said.push(line),
    complain: (line) => complaints.push(line),
  })
  return { code, said, complaints, closed }
}

describe('verify', () => {
  test('looks at every practice and at the deployment, one line after the other', async () => {
    const { code, said, closed } = await run(['verify'])
    expect({ code, closed }).toEqual({ code: 0, closed: 1 })
    for (const id of [log.id, other.id, house().way.house.deployment.id]) {
      expect(said).toContain(`${id} verdict: ok`)
    }
  })

  test('a witness file speaks for the logs it names; the one that is asked for must be in it', async () => {
    expect((await run(['verify', '--checkpoint', checkpointFile(house(), log)])).code).toBe(0)
    expect((await run(['verify', '--practice', other.id, '--checkpoint', checkpointFile(house(), log)])).code).toBe(4)
  })

  test('a log that only the witness knows is missing', async () => {
    const gone = '018f0000-0000-7000-8000-0000000000ff'
    const file = join(house().dataDir, 'witness-of-a-practice-that-is-gone')
    const { deployment } = house().way.house
    await writeFile(file, `${deployment.id}/${gone}/audit\n1\n${Buffer.alloc(32).toString('base64')}\n\n— x AAAAAAAA\n`)
    const { code, reports } = await verify(house(), ['--checkpoint', file])
    // The note itself is signed by nobody, which is worse.
    expect(code).toBe(4)
    expect(reports.find(({ origin }) => origin.includes(gone))?.findings.map(({ kind }) => kind)).toContain('log-gone')
  })

  test('of several logs the worst gives the exit code', async () => {
    const bad = await aSealedLog(house())
    await asIntruder(house(), (db) =>
      db.query("update audit_checkpoints set note = 'no note' where practice_id = $1", [bad.id]),
    )
    expect((await run(['verify'])).code).toBe(4)
    expect((await run(['verify', '--practice', log.id])).code).toBe(0)
    await asIntruder(house(), (db) => db.query('delete from audit_checkpoints where practice_id = $1', [bad.id]))
  })

  test.each([
    [[]],
    [['prove']],
    [['verify', 'again']],
    [['verify', '--practice', 'Maple Street']],
    [['verify', '--since', '-1']],
    [['verify', '--since', 'yesterday']],
    [['verify', '--checkpoint', '/no/such/file']],
    [['verify', '--unknown']],
    [['export']],
  ])('does not guess what is meant by %j', async (args) => {
    const { code, said, complaints } = await run(args, () => Promise.reject(new Error('nothing is opened')))
    expect({ code, said }).toEqual({ code: cannotUnderstand, said: [] })
    expect(complaints.join()).toContain('threadwell audit verify')
  })

  test('a database that cannot be opened is no verdict', async () => {
    const { code, complaints } = await run(['verify'], () => Promise.reject(new Error('the key file is missing')))
    expect(code).toBe(cannotVerify)
    expect(complaints).toEqual(['Nothing was verified: the key file is missing'])
  })
})

describe('export', () => {
  test('is verified by a program that shares nothing with ours', async () => {
    const { code, said } = await run(['export', '--practice', log.id])
    expect(code).toBe(0)
    expect(verifyExport(said)).toEqual({ events: 27, checkpoints: 3 })

    const changed = said.map((line) => line.replace(/"payload":"(.{40})./, '"payload":"$1A'))
    expect(() => verifyExport(changed)).toThrow('leaf')
    expect(() => verifyExport(said.filter((line) => !line.includes('"index":5,')))).toThrow('index')
    expect(() => verifyExport(said.map((line) => line.replace(/audit\\n27\\n/, 'audit\\n26\\n')))).toThrow('signature')
  })

  test('that was cut off after any of its lines is known to be', async () => {
    const { said } = await run(['export', '--practice', log.id])
    for (let lines = 0; lines < said.length; lines++) {
      expect(() => verifyExport(said.slice(0, lines))).toThrow()
    }
  })
})
