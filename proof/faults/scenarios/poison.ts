import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { limits } from '../../../shared/limits.ts'
import { api } from '../../../shared/api/index.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { ask, insist } from '../stage/client.ts'
import { plantAtUpdate } from '../stage/plant.ts'
import type { Stage } from '../stage/stage.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

const people = 12
/** How long the others may take, beside one that fails each time. */
const mostOthersMs = 30_000
const hour = 3_600_000

export const poison: Scenario = {
  rows: ['R20'],
  does: 'one filing that fails each time: the others are filed, it is tried ever more rarely and stays on the list, and is filed once it can be',
  runs: 3,
  quick: null,
  plant: 'a filing that fails and is called filed',
  async play({ seed, runs, isPlanted, stage: openStage }): Promise<Outcome> {
    const stage = await openStage()
    const violations: string[] = []
    const tally = { othersMs: 0, attempts: 0 }
    for (let run = 0; run < runs; run++) {
      const world = await openWorld(stage.house, people)
      const poisoned = world.patients[(seed + run) % people]
      if (poisoned === undefined) {
        throw new Error('a world has patients')
      }
      // A file where the folder of the patient's records belongs.
      const folder = join(stage.config.recordDir, world.practice.id, poisoned.id)
      await mkdir(dirname(folder), { recursive: true })
      await writeFile(folder, 'in the way')
      const unplant = isPlanted ? await plantAtUpdate(stage, 'filings', callItFiled) : async () => {}
      const server = await stage.start()
      for (const patient of world.patients) {
        await writeAndClose(server.port, world, patient)
      }
      const startedAt = performance.now()
      while ((await unfiled(stage, world)).length > 1 && performance.now() - startedAt < mostOthersMs) {
        await sleep(100)
      }
      tally.othersMs = Math.max(tally.othersMs, performance.now() - startedAt)
      const left = await unfiled(stage, world)
      violations.push(
        ...left
          .filter(({ patient_id }) => patient_id !== poisoned.id)
          .map(() => `after ${mostOthersMs} ms another one is not filed beside the one that fails`),
        ...(left.some(({ patient_id }) => patient_id === poisoned.id) ? [] : ['what failed is called filed']),
      )
      const list = await ask(server.port, world.nurse, api.listUnfiled, {})
      if (list.status === 200 && !list.body.items.some((item) => item.patient.id === poisoned.id && item.problem)) {
        violations.push('what failed is not on the list of what is unfiled, with its reason')
      }
      await server.stop()
      // A day of tries: each after a longer pause, until once an hour.
      for (let passed = 0; passed < 24; passed++) {
        await stage.drain(hour)
      }
      const attempts = Number((await unfiled(stage, world))[0]?.['attempts'] ?? 0)
      tally.attempts = Math.max(tally.attempts, attempts)
      if (attempts > limits.filingAttempts || (attempts < 3 && !isPlanted)) {
        violations.push(`${attempts} tries in a day`)
      }
      await unplant()
      await rm(folder)
      violations.push(...(await fileAgain(stage, world, poisoned.id)))
      violations.push(...(await checkAll(evidenceOf(stage, world))))
    }
    return {
      violations,
      figures: {
        'filings that failed each time': runs,
        'until the other eleven were filed, ms': Math.round(tally.othersMs),
        'tries in a day': tally.attempts,
      },
    }
  },
}

const callItFiled = `if new.status = 'failed' then
  new.status := 'filed'; new.filed_at := now(); new.location := 'nowhere'; new.sha256 := ''; new.due_at := null; end if;`

/** Once it may be filed a colleague asks for it, as the list offers. */
async function fileAgain(stage: Stage, world: World, patientId: string): Promise<string[]> {
  const server = await stage.start({ command: 'web' })
  for (const row of await unfiled(stage, world)) {
    const input = { conversationId: String(row['conversation_id']), filingId: uuidv7() }
    const answer = await insist(
      (port) => ask(port, world.nurse, api.fileConversation, input),
      () => server.port,
    )
    if (answer.status === 200) {
      world.ledger.acts.push({ practiceId: world.practice.id, act: 'filing.request', requestId: answer.requestId })
    }
  }
  await server.stop()
  await stage.drain(hour)
  const left = await unfiled(stage, world)
  return left.map(({ patient_id }) => `${patient_id === patientId ? 'what failed' : 'another one'} is still not filed`)
}

function unfiled(stage: Stage, world: World): Promise<Record<string, unknown>[]> {
  return stage.postgres.query(
    `select conversation_id, patient_id, attempts from filings where practice_id = $1 and status <> 'filed'`,
    [world.practice.id],
  )
}

async function writeAndClose(port: number, world: World, patient: World['patients'][number]): Promise<void> {
  const [conversationId, messageId] = [uuidv7(), uuidv7()]
  const text = `Letter ${messageId}.`
  const where = () => port
  const askedAtMs = performance.now()
  const topicId = world.practice.topic.id
  const sent = await insist(
    (at) =>
      ask(at, patient, api.startConversation, {
        conversationId,
        topicId,
        subject: 'A question',
        messageId,
        text,
        attachmentIds: [],
      }),
    where,
  )
  if (sent.status !== 200) {
    throw new Error(`a letter was answered ${sent.status}: ${sent.text}`)
  }
  world.ledger.messages.push({
    practiceId: world.practice.id,
    patientId: patient.id,
    conversationId,
    id: messageId,
    actorId: patient.id,
    text,
    answers: [
      {
        sequence: sent.body.message.sequence,
        text: sent.body.message.text,
        autoReplyId: sent.body.autoReply?.id ?? null,
      },
    ],
    askedAtMs,
    ackedAtMs: performance.now(),
    attachmentIds: [],
  })
  const page = await insist((at) => ask(at, world.nurse, api.readConversation, { conversationId }), where)
  if (page.status !== 200) {
    throw new Error(`a conversation was answered ${page.status}: ${page.text}`)
  }
  const { version } = page.body
  const closed = await insist(
    (at) => ask(at, world.nurse, api.closeConversation, { conversationId, outcome: 'answered', version }),
    where,
  )
  if (closed.status !== 200) {
    throw new Error(`closing was answered ${closed.status}: ${closed.text}`)
  }
}
