import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import type { PatientPerson } from '../../../server/testing/factories.ts'
import { startFakeClamd } from '../../../server/testing/fake-clamd.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import { api } from '../../../shared/api/index.ts'
import { limits } from '../../../shared/limits.ts'
import { checkAll } from '../checkers/index.ts'
import type { Damage } from '../proxy/damage.ts'
import { noDamage } from '../proxy/damage.ts'
import { type FaultProxy, openProxy } from '../proxy/proxy.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { ask, exchange, insist } from '../stage/client.ts'
import { plantAtUpdate } from '../stage/plant.ts'
import type { Stage } from '../stage/stage.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

const people = 4
/** What the scanner takes for harmful. */
const signature = 'HARMFUL-BY-AGREEMENT'
/** In turn: gone, hung up on in the middle of a file, mute. */
const faults: { name: string; isRefusing: boolean; cut?: NonNullable<Damage['cut']>['how'] }[] = [
  { name: 'away', isRefusing: true },
  { name: 'cut', isRefusing: false, cut: 'reset' },
  { name: 'mute', isRefusing: false, cut: 'silence' },
]
/** The wait for an answer, the pause before the next try, and the looks of the sweep, for each file that was being scanned. */
const mostAfterMs = 120_000

export const scanner: Scenario = {
  rows: ['R19'],
  does: 'the virus scanner away, cut in the middle of a file, mute: files wait and nobody gets them, letters go on, then all are looked at',
  runs: 3,
  quick: null,
  plant: 'a file is called clean when the scanner gave no answer',
  async play({ seed, runs, isPlanted, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const unplant = isPlanted ? await plantAtUpdate(stage, 'attachments', callItClean) : async () => {}
    const clamd = await startFakeClamd({ signature })
    const proxy = await openProxy({ ...clamd.address })
    const tally: Tally = { files: 0, harmful: 0, refusedLooks: 0, slowestMs: 0 }
    let violations: string[] = []
    let run = 0
    for (; run < runs && violations.length === 0; run++) {
      violations = await playRun(stage, proxy, seed + run, tally)
      tell(`seed ${seed + run}: ${tally.files} files so far, ${violations.length} violations`)
    }
    await unplant()
    await proxy.close()
    await clamd.stop()
    return {
      violations,
      figures: {
        'files sent while there was no scanner': tally.files,
        'of them harmful, and refused': tally.harmful,
        'tries to get one, none of which did': tally.refusedLooks,
        'until all had been looked at after its return, at most, ms': Math.round(tally.slowestMs),
      },
      ...(violations.length > 0 && { replay: { seed: seed + run - 1, runs: 1 } }),
    }
  },
}

type Tally = { files: number; harmful: number; refusedLooks: number; slowestMs: number }
type Sent = { patient: PatientPerson; id: string; isHarmful: boolean; bytes: Buffer }

/** After a scan without an answer it is put off by less than a lease. */
const callItClean = `if old.status = 'quarantined' and new.status = 'quarantined'
  and new.due_at < now() + interval '${limits.scanLeaseMs / 2000} seconds' then
  new.status := 'clean'; new.due_at := null; end if;`

async function playRun(stage: Stage, proxy: FaultProxy, seed: number, tally: Tally): Promise<string[]> {
  const random = seededRandom(seed)
  const world = await openWorld(stage.house, people)
  const server = await stage.start({ env: { CLAMD: `127.0.0.1:${proxy.port}` } })
  const violations: string[] = []
  const sent: Sent[] = []
  for (const { name, isRefusing, cut } of faults) {
    proxy.isRefusing = isRefusing
    proxy.plan = () =>
      cut === undefined ? noDamage : { cut: { way: 'up', afterBytes: Math.floor(random() * 9_000), how: cut } }
    for (const patient of world.patients) {
      const file = await sendOne(server.port, world, patient, { seed, isHarmful: random() < 0.3 })
      sent.push(file)
    }
    // Each is tried again once at least.
    const until = performance.now() + limits.scanRetryMs + 6_000
    while (performance.now() < until && violations.length === 0) {
      violations.push(...(await lookAtAll(server.port, world, sent, tally)).map((found) => `scanner ${name}: ${found}`))
      await sleep(1_000)
    }
  }
  proxy.isRefusing = false
  proxy.plan = () => noDamage
  const startedAt = performance.now()
  const waiting = async () =>
    stage.postgres.query(`select id::text from attachments where practice_id = $1 and status = 'quarantined'`, [
      world.practice.id,
    ])
  while ((await waiting()).length > 0 && performance.now() - startedAt < mostAfterMs) {
    await sleep(250)
  }
  tally.slowestMs = Math.max(tally.slowestMs, performance.now() - startedAt)
  violations.push(
    ...(await waiting()).map(
      ({ id }) => `the file ${String(id)} still waits ${mostAfterMs} ms after the scanner is back`,
    ),
    ...(server.isRunning ? [] : ['the server ended']),
    ...(await judgeEnds(server.port, world, sent, tally)),
  )
  await server.stop()
  await stage.drain(3 * 3_600_000)
  return [...violations, ...(await checkAll(evidenceOf(stage, world)))]
}

/** With a letter that goes at once, as the file waits. */
async function sendOne(
  port: number,
  world: World,
  patient: PatientPerson,
  { seed, isHarmful }: { seed: number; isHarmful: boolean },
): Promise<Sent> {
  const where = () => port
  const [draftId, id] = [uuidv7(), uuidv7()]
  const bytes = Buffer.from(`A note, ${seed}, ${id}.\n`.repeat(400) + (isHarmful ? signature : ''))
  await insist((at) => ask(at, patient, api.saveDraft, { draftId, subject: '', text: '', version: 0 }), where)
  const wire = requestOf(api.uploadAttachment, patient, { draftId, attachmentId: id, 'x-file-name': 'note.txt' })
  const headers = { ...wire.headers, 'content-type': 'application/octet-stream' }
  const received = await insist(
    (at) => exchange(at, { method: wire.method, url: wire.url, headers, payload: bytes }),
    where,
  )
  const letter = { conversationId: uuidv7(), messageId: uuidv7(), topicId: world.practice.topic.id, draftId }
  const answer = await insist(
    (at) =>
      ask(at, patient, api.startConversation, { ...letter, subject: 'A file', text: 'Here.', attachmentIds: [id] }),
    where,
  )
  if (received.status !== 200 || answer.status !== 200) {
    throw new Error(`a file and its letter were answered ${received.status} and ${answer.status}: ${answer.text}`)
  }
  if (!isHarmful) {
    const { ledger, practice } = world
    ledger.files.push({ practiceId: practice.id, id, sha256: hash('sha256', bytes), sizeBytes: bytes.length })
  }
  return { patient, id, isHarmful, bytes }
}

/** The clinic and the patient try to get each: no byte of it comes. */
async function lookAtAll(port: number, world: World, sent: Sent[], tally: Tally): Promise<string[]> {
  const violations: string[] = []
  for (const { patient, id, bytes } of sent) {
    for (const person of [world.nurse, patient]) {
      const { status, bytes: got } = await get(port, person, id)
      if (status === 200 || got.includes(bytes.subarray(0, 20))) {
        violations.push(`the file ${id}, at which nobody has looked, was handed out`)
      }
      tally.refusedLooks += status === 409 ? 1 : 0
    }
  }
  return violations
}

function get(port: number, person: Parameters<typeof requestOf>[1], attachmentId: string) {
  const wire = requestOf(api.downloadAttachment, person, { attachmentId })
  return insist(
    (at) => exchange(at, wire),
    () => port,
  )
}

async function judgeEnds(port: number, world: World, sent: Sent[], tally: Tally): Promise<string[]> {
  const violations: string[] = []
  for (const { id, isHarmful, bytes } of sent) {
    const { status, bytes: got } = await get(port, world.nurse, id)
    tally.files++
    tally.harmful += isHarmful && status !== 200 ? 1 : 0
    if (isHarmful && status === 200) {
      violations.push(`the harmful file ${id} was handed out`)
    }
    if (!isHarmful && !(status === 200 && got.equals(bytes))) {
      violations.push(`the file ${id} was answered ${status} after it was looked at`)
    }
  }
  return violations
}
