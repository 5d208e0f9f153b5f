import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
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

export const memory: Scenario = {
  rows: ['R29'],
  does: 'a server with hardly any memory, long files sent and lists asked for side by side: it refuses, or ends and is started again',
  runs: 2,
  quick: null,
  async play({ seed, runs, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const tally = { messages: 0, files: 0, refused: 0, unanswered: 0, restarts: 0, peakMegabytes: 0 }
    const violations: string[] = []
    let run = 0
    for (; run < runs && violations.length === 0; run++) {
      const world = await openWorld(stage.house, 6)
      const place = await supervise(stage)
      const traffic = startTraffic({
        world,
        where: place.port,
        random: seededRandom(seed + run),
        withFiles: true,
        giveUpMs: 240_000,
      })
      await traffic.reach(traffic.acts + 60)
      const until = performance.now() + pressMs
      const random = seededRandom(-seed - run)
      const at: Press = { world, random, port: place.port, isOver: () => performance.now() > until, tally, violations }
      await Promise.all([
        ...world.patients
          .flatMap((patient) => [sendLong(at, patient), sendLong(at, patient), sendLong(at, patient)])
          .slice(0, uploads),
        ...Array.from({ length: readers }, () => readMuch(at)),
        watchMemory(at, place.pid),
      ])
      violations.push(
        ...(await traffic.stop()),
        ...traffic.refusals.map((refusal) => `somebody was refused: ${refusal}`),
      )
      tally.restarts += await place.stop()
      violations.push(...(await place.failures()).map((failure) => `answered 500: ${failure}`))
      await stage.drain(3 * 3_600_000)
      violations.push(...(await checkAll(evidenceOf(stage, world))))
      tally.messages += world.ledger.messages.length
      tally.files += world.ledger.files.length
      tell(`seed ${seed + run}: ${tally.restarts} restarts so far, ${violations.length} violations`)
    }
    return {
      violations,
      figures: {
        'acknowledged messages': tally.messages,
        'acknowledged files': tally.files,
        'refused with a time to come back': tally.refused,
        'without an answer': tally.unanswered,
        'ends of the server, started again': tally.restarts,
        'most memory of the process, MB': tally.peakMegabytes,
      },
      ...(violations.length > 0 && { replay: { seed: seed + run - 1, runs: 1 } }),
    }
  },
}

type Press = {
  world: World
  random: () => number
  port: () => number
  isOver: () => boolean
  tally: { refused: number; unanswered: number; peakMegabytes: number }
  violations: string[]
}

/** As an installation does: a server that ends is started again, on the same port. */
async function supervise(stage: Stage) {
  const nodeArguments = [`--max-old-space-size=${heapMegabytes}`]
  let server: Server = await stage.start({ nodeArguments })
  let [restarts, isStopping] = [0, false]
  const failures: string[] = []
  const watching = (async () => {
    for (;;) {
      await server.ended
      if (isStopping) {
        return
      }
      restarts++
      server = await stage.start({ nodeArguments, env: { PORT: String(server.port) } })
    }
  })()
  return {
    port: () => server.port,
    pid: () => server.pid,
    failures: async () => failures,
    async stop(): Promise<number> {
      isStopping = true
      failures.push(...(await server.failures()))
      await server.stop()
      await watching
      return restarts
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
