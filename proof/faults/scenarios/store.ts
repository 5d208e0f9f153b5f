import { hash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../../bench/seeded.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import { api } from '../../../shared/api/index.ts'
import { limits } from '../../../shared/limits.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { type Answer, ask, exchange, insist, NoAnswerError } from '../stage/client.ts'
import type { AckedFile } from '../stage/ledger.ts'
import { type FaultStore, openFaultStore, type StoreFault } from '../stage/object-store.ts'
import type { Server } from '../stage/server.ts'
import { openStage } from '../stage/stage.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** Sent in parts: two and a bit. */
const bigBytes = 2 * limits.blobPartBytes + 77_777
const faultMs = 4_000
/** After the store is back: the wait of the next look at a file, and the looking. */
const mostAfterMs = 120_000
const writers = 4

export const store: Scenario = {
  rows: ['R10'],
  does: 'the object store away, cut in the middle of an upload and of a download, answering 500 and 503, slow, mute',
  runs: 3,
  quick: null,
  plant: 'a server that takes an object which the store refused for one that it keeps',
  async play({ seed, runs, isPlanted, tell }): Promise<Outcome> {
    const folder = await mkdtemp(join(tmpdir(), 'threadwell-store-'))
    const objects = await openFaultStore(folder)
    Object.assign(process.env, objects.env)
    const stage = await openStage({ env: objects.env })
    const tally = newTally()
    const violations: string[] = []
    let run = 0
    try {
      for (; run < runs && violations.length === 0; run++) {
        const world = await openWorld(stage.house, writers)
        const server = await stage.start(isPlanted ? { preload: ['forgets-refused-objects'] } : {})
        violations.push(...(await playRun({ server, world, objects, random: seededRandom(seed + run), tally })))
        await server.stop()
        await stage.drain(3 * 3_600_000)
        violations.push(...(await checkAll({ ...evidenceOf(stage, world), blobNames: objects.names })))
        tell(`seed ${seed + run}: ${tally.looks} looks so far, ${violations.length} violations`)
      }
    } finally {
      await stage.close()
      await objects.close()
      Object.keys(objects.env).forEach((name) => delete process.env[name])
      await rm(folder, { recursive: true, force: true })
    }
    return {
      violations,
      figures: {
        'acknowledged messages': tally.messages,
        'acknowledged files': tally.files,
        'requests refused in the store’s stead': objects.refused,
        'tries to get a file meanwhile': tally.looks,
        'of them whole': tally.whole,
        'refused with a time to come back': tally.refused,
        'cut before the end': tally.cut,
        'not looked at yet': tally.waiting,
        'big files refused with a time to come back': tally.bigRefused,
        'big files without an answer': tally.bigUnanswered,
        'until every file was there again, at most, ms': Math.round(tally.slowestMs),
      },
      ...(violations.length > 0 && { replay: { seed: seed + run - 1, runs: 1 } }),
    }
  },
}

function newTally() {
  const meanwhile = { looks: 0, whole: 0, refused: 0, cut: 0, waiting: 0, bigRefused: 0, bigUnanswered: 0 }
  return { ...meanwhile, messages: 0, files: 0, slowestMs: 0 }
}
type At = {
  server: Server
  world: World
  objects: FaultStore
  random: () => number
  tally: ReturnType<typeof newTally>
}

function faultsOf(random: () => number): Record<string, StoreFault> {
  const cut = (way: 'up' | 'down', how: 'reset' | 'silence', most: number): StoreFault => ({
    damage: () => ({ cut: { way, afterBytes: Math.floor(random() * most), how } }),
  })
  return {
    away: { isAway: true },
    'cut in the middle of an upload': cut('up', 'reset', limits.blobPartBytes),
    'cut in the middle of a download': cut('down', 'reset', 60_000),
    'answering 500': { status: 500 },
    'answering 503': { status: 503 },
    slow: { waitMs: () => 300 + random() * 1_200 },
    mute: cut('up', 'silence', 20_000),
  }
}

async function playRun(at: At): Promise<string[]> {
  const { server, world, objects, random, tally } = at
  const traffic = startTraffic({
    world,
    where: () => server.port,
    random,
    withFiles: true,
    writers,
    // A mute store keeps a request as long as its tries last.
    timeoutMs: 40_000,
    giveUpMs: 120_000,
  })
  await traffic.reach(60)
  const violations: string[] = []
  for (const [name, fault] of Object.entries(faultsOf(random))) {
    objects.suffer(fault)
    const until = performance.now() + faultMs
    const big = sendBig(at)
    while (performance.now() < until) {
      violations.push(...(await look(at)).map((found) => `the store ${name}: ${found}`))
      await sleep(50)
    }
    // Whoever sends the big file goes on trying until the store is well.
    objects.suffer({})
    violations.push(...(await big).map((found) => `the store ${name}: ${found}`))
  }
  const startedAt = performance.now()
  const ofPractice = () => world.ledger.files.filter(({ practiceId }) => practiceId === world.practice.id)
  violations.push(...(await traffic.stop()))
  for (const file of ofPractice()) {
    let outcome = await get(at, file)
    while (outcome !== 'whole' && outcome !== 'refused by its kind' && performance.now() - startedAt < mostAfterMs) {
      await sleep(200)
      outcome = await get(at, file)
    }
    violations.push(...(outcome === 'whole' ? [] : [`with the store back, the file ${file.id} is ${outcome}`]))
  }
  tally.slowestMs = Math.max(tally.slowestMs, performance.now() - startedAt)
  tally.messages += world.ledger.messages.length
  tally.files += ofPractice().length
  violations.push(...(server.isRunning ? [] : ['the server ended']))
  violations.push(...(await server.failures()).map((failure) => `answered 500: ${failure}`))
  return violations
}

type Got = 'whole' | 'refused' | 'cut' | 'waiting' | 'refused by its kind' | 'wrong'

async function look(at: At): Promise<string[]> {
  const { world, random, tally } = at
  const file = world.ledger.files[Math.floor(random() * world.ledger.files.length)]
  if (file === undefined) {
    return []
  }
  const outcome = await get(at, file)
  if (outcome === 'wrong' || outcome === 'refused by its kind') {
    return [`the file ${file.id} was answered ${outcome}`]
  }
  tally.looks++
  tally[outcome]++
  return []
}

async function get({ server, world }: At, file: AckedFile): Promise<Got> {
  const wire = requestOf(api.downloadAttachment, world.nurse, { attachmentId: file.id })
  const answer = await answerOf(exchange(server.port, { ...wire, timeoutMs: 40_000 }))
  if (answer === null) {
    return 'cut'
  }
  switch (answer.status) {
    case 200:
      return hash('sha256', answer.bytes) === file.sha256 ? 'whole' : 'wrong'
    case 409:
      return 'waiting'
    case 503:
      return answer.retryAfter === undefined ? 'wrong' : 'refused'
    default:
      return answer.status >= 500 ? 'wrong' : 'refused by its kind'
  }
}

/** Once while the store fails, and again until it is there. */
async function sendBig(at: At): Promise<string[]> {
  const { server, world, random, tally } = at
  const patient = world.patients[Math.floor(random() * world.patients.length)]
  if (patient === undefined) {
    throw new Error('a world has patients')
  }
  const [draftId, attachmentId] = [uuidv7(), uuidv7()]
  const where = () => server.port
  await insist((port) => ask(port, patient, api.saveDraft, { draftId, subject: '', text: '', version: 0 }), where)
  const payload = Buffer.from(`A long note, ${attachmentId}.\n`.repeat(bigBytes / 51))
  const wire = requestOf(api.uploadAttachment, patient, { draftId, attachmentId, 'x-file-name': 'note.txt' })
  const headers = { ...wire.headers, 'content-type': 'application/octet-stream' }
  const once = async (port: number) => {
    const answer = await answerOf(exchange(port, { ...wire, headers, payload, timeoutMs: 60_000, agent: false }))
    tally.bigUnanswered += answer === null ? 1 : 0
    tally.bigRefused += answer?.status === 503 && answer.retryAfter !== undefined ? 1 : 0
    if (answer === null) {
      throw new NoAnswerError('the upload was cut')
    }
    return answer
  }
  const received = await insist(once, where, { giveUpMs: 180_000, pauseMs: 500 })
  const letter = { conversationId: uuidv7(), messageId: uuidv7(), topicId: world.practice.topic.id, draftId }
  const words = { subject: 'A long note', text: 'Here.', attachmentIds: [attachmentId] }
  const sent = await insist((port) => ask(port, patient, api.startConversation, { ...letter, ...words }), where)
  if (received.status !== 200 || sent.status !== 200) {
    return [`a big file and its letter were answered ${received.status} and ${sent.status}: ${sent.text.slice(0, 200)}`]
  }
  const { ledger, practice } = world
  ledger.files.push({
    practiceId: practice.id,
    id: attachmentId,
    sha256: hash('sha256', payload),
    sizeBytes: payload.length,
  })
  return []
}

async function answerOf(asked: Promise<Answer>): Promise<Answer | null> {
  return asked.catch((error: unknown) => {
    if (error instanceof NoAnswerError) {
      return null
    }
    throw error
  })
}
