import { hash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { seededRandom } from '../../../bench/seeded.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import type { PatientPerson } from '../../../server/testing/factories.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import { api } from '../../../shared/api/index.ts'
import { limits } from '../../../shared/limits.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { ask, exchange, insist, NoAnswerError } from '../stage/client.ts'
import type { Server } from '../stage/server.ts'
import type { Stage } from '../stage/stage.ts'
import { startTraffic } from '../stage/traffic.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** What the server's own objects may take; a server at rest has some 70 MB of them. */
const heapMegabytes = 112
const pressMs = 20_000
const uploads = 16
const readers = 24
/** Ends that a server comes to which keeps something of every request, and until when. */
const endsWanted = 3
const mostOutMs = 180_000
/** Where the process works: there the system would write what it held. */
const checkout = fileURLToPath(new URL('../../..', import.meta.url))

export const memory: Scenario = {
  rows: ['R29'],
  does: 'a server with hardly any memory, long files and lists side by side: it refuses, and goes on; one that runs out ends, and is started again',
  runs: 2,
  quick: null,
  plant: 'a server that keeps something of every request',
  async play({ seed, runs, isPlanted, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const tally: Tally = { messages: 0, files: 0, refused: 0, unanswered: 0, ends: 0, peakMegabytes: 0, awayMs: 0 }
    const violations: string[] = []
    let run = 0
    for (; run < runs && violations.length === 0; run++) {
      violations.push(...(await pressHard(stage, { seed: seed + run, tally, isLeaking: isPlanted })))
      violations.push(...(isPlanted ? [] : await runOut(stage, { seed: seed + run, tally })))
      tell(`seed ${seed + run}: ${tally.ends} ends so far, ${violations.length} violations`)
    }
    return {
      violations,
      figures: {
        'acknowledged messages': tally.messages,
        'acknowledged files': tally.files,
        'refused with a time to come back': tally.refused,
        'without an answer': tally.unanswered,
        'most memory of the process pressed hard, MB': tally.peakMegabytes,
        'ends for want of memory, started again': tally.ends,
        'from an end to the next answer, at most, ms': Math.round(tally.awayMs),
      },
      ...(violations.length > 0 && { replay: { seed: seed + run - 1, runs: 1 } }),
    }
  },
}

type Tally = {
  messages: number
  files: number
  refused: number
  unanswered: number
  ends: number
  peakMegabytes: number
  awayMs: number
}

/** What people send and ask for takes no memory that is not there. */
async function pressHard(
  stage: Stage,
  { seed, tally, isLeaking }: { seed: number; tally: Tally; isLeaking: boolean },
): Promise<string[]> {
  const world = await openWorld(stage.house, 6)
  const place = await supervise(stage, isLeaking ? ['leaks'] : [])
  const traffic = startTraffic({
    world,
    where: place.port,
    random: seededRandom(seed),
    withFiles: true,
    giveUpMs: 240_000,
  })
  await traffic.reach(traffic.acts + 60)
  const until = performance.now() + pressMs
  const violations: string[] = []
  const random = seededRandom(-seed)
  const at: Press = { world, random, port: place.port, isOver: () => performance.now() > until, tally, violations }
  await Promise.all([
    ...world.patients
      .flatMap((patient) => [sendLong(at, patient), sendLong(at, patient), sendLong(at, patient)])
      .slice(0, uploads),
    ...Array.from({ length: readers }, () => readMuch(at)),
    watchMemory(at, place.pid),
  ])
  violations.push(...(await traffic.stop()))
  const ends = await place.stop()
  violations.push(
    ...ends.map((how) => `the server ended (${how}) within the memory that it has`),
    ...(await judge(stage, { world, place, tally })),
  )
  return violations
}

/** A fault that takes all memory there is: the server ends, as often as that happens, and people go on as if their line had been cut. */
async function runOut(stage: Stage, { seed, tally }: { seed: number; tally: Tally }): Promise<string[]> {
  const world = await openWorld(stage.house, 6)
  const place = await supervise(stage, ['leaks'])
  const traffic = startTraffic({
    world,
    where: place.port,
    random: seededRandom(seed),
    withFiles: true,
    giveUpMs: 240_000,
    timeoutMs: 5_000,
  })
  const until = performance.now() + mostOutMs
  while (place.endCount() < endsWanted && performance.now() < until) {
    await sleep(100)
  }
  const violations = await traffic.stop()
  const ends = await place.stop()
  tally.ends += ends.length
  tally.awayMs = Math.max(tally.awayMs, place.awayMs())
  violations.push(
    ...(ends.length < endsWanted ? [`the server ended ${ends.length} times in ${mostOutMs} ms`] : []),
    ...ends.filter((how) => how !== outOfMemory).map((how) => `the server ended for another reason: ${how}`),
    ...(await judge(stage, { world, place, tally })),
  )
  return violations
}

type Judged = { world: World; place: Supervised; tally: Tally }

async function judge(stage: Stage, { world, place, tally }: Judged): Promise<string[]> {
  const left = (await readdir(checkout)).filter((name) => /^core(?:\.\d+)?$/.test(name))
  await Promise.all(left.map((name) => rm(join(checkout, name))))
  const failures = (await place.failures()).map((failure) => `answered 500: ${failure}`)
  await stage.drain(3 * 3_600_000)
  tally.messages += world.ledger.messages.length
  tally.files += world.ledger.files.length
  return [
    ...left.map((name) => `what the server held in memory was written to the file ${name}`),
    ...failures,
    ...(await checkAll(evidenceOf(stage, world))),
  ]
}

type Press = {
  world: World
  random: () => number
  port: () => number
  isOver: () => boolean
  tally: { refused: number; unanswered: number; peakMegabytes: number }
  violations: string[]
}

const outOfMemory = 'SIGABRT, heap out of memory'
type Supervised = Awaited<ReturnType<typeof supervise>>

/** As the unit of docs/operations/install.md does ("Restart=always"): a server that ends is started again, on the same port. */
async function supervise(stage: Stage, preload: string[]) {
  const options = { isServed: true, preload, nodeArguments: [`--max-old-space-size=${heapMegabytes}`] }
  const ends: string[] = []
  const failures: string[] = []
  let server: Server = await stage.start(options)
  let [awayMs, isStopping] = [0, false]
  const watching = (async () => {
    for (;;) {
      const { code, signal } = await server.ended
      if (isStopping) {
        return
      }
      const endedAt = performance.now()
      const isOut = (await server.log(20_000)).includes('heap out of memory')
      ends.push(`${signal ?? code}${isOut ? ', heap out of memory' : ''}`)
      server = await stage.start({ ...options, env: { PORT: String(server.port) } })
      awayMs = Math.max(awayMs, performance.now() - endedAt)
      if (isStopping) {
        await server.stop()
        return
      }
    }
  })()
  return {
    port: () => server.port,
    pid: () => server.pid,
    endCount: () => ends.length,
    awayMs: () => awayMs,
    failures: async () => failures,
    /** How it ended, each time that it was not asked to. */
    async stop(): Promise<string[]> {
      isStopping = true
      failures.push(...(await server.failures()))
      await server.stop()
      await watching
      return ends
    },
  }
}

async function watchMemory({ isOver, tally }: Press, pid: () => number): Promise<void> {
  while (!isOver()) {
    const status = await readFile(`/proc/${pid()}/status`, 'utf8').catch(() => '')
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
    tally.peakMegabytes = Math.max(tally.peakMegabytes, Math.round(kilobytes / 1000))
    await sleep(200)
  }
}

/** Files as long as they may be, each with a letter. What was begun is sent until it is there. */
async function sendLong(at: Press, patient: PatientPerson): Promise<void> {
  const { world, port } = at
  const patience = { giveUpMs: 240_000, pauseMs: 300 }
  while (!at.isOver()) {
    const [draftId, attachmentId] = [uuidv7(), uuidv7()]
    await insist(
      (to) => ask(to, patient, api.saveDraft, { draftId, subject: '', text: '', version: 0 }),
      port,
      patience,
    )
    const payload = Buffer.alloc(limits.attachmentSizeBytes - 100, `A long note, ${attachmentId}.\n`)
    const wire = requestOf(api.uploadAttachment, patient, { draftId, attachmentId, 'x-file-name': 'note.txt' })
    const headers = { ...wire.headers, 'content-type': 'application/octet-stream' }
    const once = (to: number) =>
      counted(at, exchange(to, { ...wire, headers, payload, timeoutMs: 60_000, agent: false }))
    const received = await insist(once, port, patience)
    const letter = { conversationId: uuidv7(), messageId: uuidv7(), topicId: world.practice.topic.id, draftId }
    const words = { subject: 'A long note', text: 'Here.', attachmentIds: [attachmentId] }
    const sent = await insist((to) => ask(to, patient, api.startConversation, { ...letter, ...words }), port, patience)
    if (received.status !== 200 || sent.status !== 200) {
      at.violations.push(`a file and its letter were answered ${received.status} and ${sent.status}`)
      return
    }
    const { practice, ledger } = world
    const sha256 = hash('sha256', payload)
    ledger.files.push({ practiceId: practice.id, id: attachmentId, sha256, sizeBytes: payload.length })
  }
}

/** Lists and whole conversations, as fast as they come. */
async function readMuch(at: Press): Promise<void> {
  const { world, port } = at
  while (!at.isOver()) {
    const page = await counted(
      at,
      ask(port(), world.nurse, api.search, { words: 'letter', limit: limits.pageRows }),
    ).catch(() => null)
    const id = world.ledger.messages.at(Math.floor(at.random() * world.ledger.messages.length))?.conversationId
    if (id !== undefined) {
      await counted(at, ask(port(), world.nurse, api.readConversation, { conversationId: id })).catch(() => null)
    }
    await sleep(page === null || page.status !== 200 ? 100 : 1)
  }
}

async function counted<T extends { status: number; retryAfter: string | undefined }>(
  { tally }: Press,
  asked: Promise<T>,
): Promise<T> {
  const answer = await asked.catch((error: unknown) => {
    tally.unanswered += error instanceof NoAnswerError ? 1 : 0
    throw error
  })
  tally.refused += (answer.status === 503 || answer.status === 429) && answer.retryAfter !== undefined ? 1 : 0
  return answer
}
