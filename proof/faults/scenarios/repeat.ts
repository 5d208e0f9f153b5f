import { api } from '../../../shared/api/index.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import type { Person } from '../../../server/testing/factories.ts'
import { checkAll } from '../checkers/index.ts'
import { openProxy } from '../proxy/proxy.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { ask, exchange, insist } from '../stage/client.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** Copies of one send at the same moment, over two server processes. */
const copies = 50

export const repeat: Scenario = {
  rows: ['R3', 'R4', 'R5'],
  does: 'one send fifty times at once over two servers; other words under its key; its request and its answer cut at byte n',
  runs: 1_000,
  quick: 4,
  async play({ runs, isQuick, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const world = await openWorld(stage.house, 4)
    const servers = await Promise.all([stage.start(), stage.start()])
    const ports = servers.map(({ port }) => port)
    const violations: string[] = []
    const conversation = await begin(world, ports[0] ?? 0)
    for (let round = 0; round < runs && violations.length === 0; round++) {
      violations.push(...(await sendAtOnce(world, conversation, ports)))
    }
    tell(`${runs} rounds of ${copies} copies`)
    const cuts = await cutEverywhere(world, conversation, ports[0] ?? 0, isQuick ? 61 : 1)
    violations.push(...cuts.violations)
    await Promise.all(servers.map((server) => server.stop()))
    await stage.drain(3 * 3_600_000)
    violations.push(...(await checkAll(evidenceOf(stage, world))))
    return {
      violations,
      figures: {
        'rounds of fifty copies': runs,
        'answers cut, at bytes 0 to': cuts.answerBytes,
        'cuts tried': cuts.tried,
      },
    }
  },
}

type Conversation = { id: string; patient: Person }

async function begin(world: World, port: number): Promise<Conversation> {
  const [patient] = world.patients
  if (patient === undefined) {
    throw new Error('a world has patients')
  }
  const [id, messageId] = [uuidv7(), uuidv7()]
  const letter = { conversationId: id, topicId: world.practice.topic.id, subject: 'A question', attachmentIds: [] }
  await insist(
    (at) => ask(at, patient, api.startConversation, { ...letter, messageId, text: 'First.' }),
    () => port,
  )
  return { id, patient }
}

/** One row, and as many equal answers; then other words under the same key are refused and change nothing. */
async function sendAtOnce(world: World, { id, patient }: Conversation, ports: number[]): Promise<string[]> {
  const input = { conversationId: id, messageId: uuidv7(), text: `Once only, ${uuidv7()}.`, attachmentIds: [] }
  const askedAtMs = performance.now()
  const answers = await Promise.all(
    Array.from({ length: copies }, (_, number) =>
      insist(
        (port) => ask(port, patient, api.sendMessage, input),
        () => ports[number % ports.length] ?? 0,
      ),
    ),
  )
  const texts = new Set(answers.map(({ body }) => JSON.stringify(body)))
  const [first] = answers
  if (first === undefined || texts.size !== 1 || answers.some(({ status }) => status !== 200)) {
    return [`${copies} copies of ${input.messageId} got ${texts.size} different answers`]
  }
  world.ledger.messages.push({
    practiceId: world.practice.id,
    patientId: patient.id,
    conversationId: id,
    id: input.messageId,
    actorId: patient.id,
    text: input.text,
    answers: answers.map(({ body }) => ({
      sequence: body.message.sequence,
      text: body.message.text,
      autoReplyId: body.autoReply?.id ?? null,
    })),
    askedAtMs,
    ackedAtMs: performance.now(),
    attachmentIds: [],
  })
  const other = await ask(ports[0] ?? 0, patient, api.sendMessage, { ...input, text: 'Other words.' })
  const again = await ask(ports[1] ?? 0, patient, api.sendMessage, input)
  return [
    ...(other.status === 422 ? [] : [`other words under the key ${input.messageId} were answered ${other.status}`]),
    ...(JSON.stringify(again.body) === [...texts][0] ? [] : [`the first answer of ${input.messageId} has changed`]),
  ]
}

/** The connection is cut after n bytes of the request, and after n bytes of the answer, for every n; then it is asked again. */
async function cutEverywhere(world: World, { id, patient }: Conversation, port: number, step: number) {
  const violations: string[] = []
  const proxy = await openProxy({ host: '127.0.0.1', port })
  let answerBytes = 0
  let tried = 0
  for (const way of ['up', 'down'] as const) {
    let isWhole = false
    for (let afterBytes = 0; !isWhole; afterBytes += step) {
      const input = { conversationId: id, messageId: uuidv7(), text: `Cut ${way} at ${afterBytes}.`, attachmentIds: [] }
      const wire = { ...requestOf(api.sendMessage, patient, input), agent: false as const, timeoutMs: 10_000 }
      const askedAtMs = performance.now()
      proxy.plan = () => ({ cut: { way, afterBytes, how: afterBytes % 2 === 0 ? 'reset' : 'end' } })
      const cut = await exchange(proxy.port, wire).catch(() => null)
      isWhole = cut !== null
      const again = await insist(
        (at) => ask(at, patient, api.sendMessage, input),
        () => port,
      )
      tried++
      if (way === 'down' && !isWhole) {
        answerBytes = afterBytes
      }
      if (again.status !== 200 || (cut !== null && cut.status !== 200)) {
        violations.push(`cut ${way} at ${afterBytes}: answered ${cut?.status} and then ${again.status}`)
        continue
      }
      const { message, autoReply } = again.body
      world.ledger.messages.push({
        practiceId: world.practice.id,
        patientId: patient.id,
        conversationId: id,
        id: input.messageId,
        actorId: patient.id,
        text: input.text,
        answers: [{ sequence: message.sequence, text: message.text, autoReplyId: autoReply?.id ?? null }],
        askedAtMs,
        ackedAtMs: performance.now(),
        attachmentIds: [],
      })
    }
  }
  await proxy.close()
  return { violations, answerBytes, tried }
}
