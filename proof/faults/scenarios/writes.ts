import { hash, randomBytes } from 'node:crypto'
import { api } from '../../../shared/api/index.ts'
import { limits } from '../../../shared/limits.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { type Answer, ask, exchange, insist } from '../stage/client.ts'
import type { Server } from '../stage/server.ts'
import type { Stage } from '../stage/stage.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** The nth call of this name, of those that write one file; `short`: it writes a half and says so. */
export type WriteFault = { call: string; nth: number; how: 'EIO' | 'ENOSPC' | 'EDQUOT' | 'short' }

/** Long enough to be written in several pieces, and kept by the disk before it is whole. */
const bytesOfFile = limits.blobSyncBytes + 3 * limits.blobWriteBytes

const sites: { call: string; nth: number }[] = [
  { call: 'mkdir', nth: 1 },
  { call: 'open', nth: 1 },
  { call: 'writev', nth: 1 },
  { call: 'writev', nth: 5 },
  { call: 'datasync', nth: 1 },
  { call: 'sync', nth: 1 },
  { call: 'close', nth: 1 },
  { call: 'rename', nth: 1 },
]
const codes = ['EIO', 'ENOSPC', 'EDQUOT'] as const
const short: WriteFault = { call: 'writev', nth: 3, how: 'short' }
const failing: WriteFault[][] = [
  ...sites.flatMap((site) => codes.map((how) => [{ ...site, how }])),
  ...codes.map((how) => [short, { call: 'writeFile', nth: 1, how }]),
]

export const writes: Scenario = {
  rows: ['R10'],
  does: 'every call that writes a file fails in turn, as on a full and on a broken disk, or writes a part; then it works again',
  runs: 2,
  quick: null,
  plant: 'a server that takes a full disk for a write that went well',
  async play({ runs, isPlanted, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const world = await openWorld(stage.house, 2)
    // Without a worker: it writes files too, and would meet what is meant for an upload.
    const preload = ['fails-writes', ...(isPlanted ? ['forgets-full-disk'] : [])]
    const server = await stage.start({ command: 'web', preload })
    const violations: string[] = []
    for (let run = 0; run < runs; run++) {
      for (const [index, faults] of failing.entries()) {
        violations.push(...(await refused({ stage, server, world }, faults, { isBegunAgain: (index + run) % 2 === 0 })))
      }
      violations.push(...(await taken({ server, world }, [short])))
      tell(`run ${run + 1}: ${violations.length} violations`)
    }
    violations.push(...(server.isRunning ? [] : ['the server ended']))
    await server.stop()
    await stage.drain(3 * 3_600_000)
    violations.push(...(await checkAll(evidenceOf(stage, world))))
    return {
      violations,
      figures: { 'writes that failed': runs * failing.length, 'acknowledged files': world.ledger.files.length },
    }
  },
}

type On = { server: Server; world: World }

/** It is refused with a time to come back and not called received; begun again, it arrives, and given up, it is swept. */
async function refused(
  { stage, server, world }: On & { stage: Stage },
  faults: WriteFault[],
  { isBegunAgain }: { isBegunAgain: boolean },
): Promise<string[]> {
  const what = faults.map(({ call, nth, how }) => `${call} ${nth}: ${how}`).join(', ')
  const file = await aFile({ server, world })
  await server.tell({ faults })
  const answer = await file.put()
  const failed = await server.tell({ faults: [] })
  const [row] = await stage.postgres.query('select status from attachments where id = $1', [file.attachmentId])
  const violations = [
    ...(isFailed(failed, faults.length) ? [] : [`${what}: it did not come to pass`]),
    ...(answer.status === 503 && answer.retryAfter !== undefined ? [] : [`${what}: answered ${answer.status}`]),
    ...(row?.['status'] === 'receiving' ? [] : [`${what}: the file is ${String(row?.['status'])}`]),
  ]
  if (answer.status === 200 || (isBegunAgain && violations.length === 0)) {
    violations.push(...(await arrives(file, world, what)))
  }
  return violations
}

async function taken(on: On, faults: WriteFault[]): Promise<string[]> {
  const file = await aFile(on)
  await on.server.tell({ faults })
  const violations = await arrives(file, on.world, 'a part was written')
  const failed = await on.server.tell({ faults: [] })
  return [...violations, ...(isFailed(failed, faults.length) ? [] : ['a part was written: it did not come to pass'])]
}

function isFailed(answer: unknown, times: number): boolean {
  return (answer as { failed?: number } | undefined)?.failed === times
}

type File = { attachmentId: string; bytes: Buffer; put(): Promise<Answer> }

async function aFile({ server, world }: On): Promise<File> {
  const [patient] = world.patients
  if (patient === undefined) {
    throw new Error('a world has patients')
  }
  const [draftId, attachmentId] = [uuidv7(), uuidv7()]
  await insist(
    (port) => ask(port, patient, api.saveDraft, { draftId, subject: '', text: '', version: 0 }),
    () => server.port,
  )
  const bytes = Buffer.from(randomBytes(bytesOfFile / 2).toString('hex'))
  const wire = requestOf(api.uploadAttachment, patient, { draftId, attachmentId, 'x-file-name': 'note.txt' })
  const headers = { ...wire.headers, 'content-type': 'application/octet-stream' }
  const put = () => exchange(server.port, { method: wire.method, url: wire.url, headers, payload: bytes, agent: false })
  return { attachmentId, bytes, put }
}

async function arrives({ attachmentId, bytes, put }: File, world: World, what: string): Promise<string[]> {
  const { status } = await put()
  if (status !== 200) {
    return [`${what}: begun again, it was answered ${status}`]
  }
  world.ledger.files.push({
    practiceId: world.practice.id,
    id: attachmentId,
    sha256: hash('sha256', bytes),
    sizeBytes: bytes.length,
  })
  return []
}
