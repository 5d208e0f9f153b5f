// What people do while things break: each repeats an act under its key until it is answered, as the product's own page does.
import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { api } from '../../../shared/api/index.ts'
import type { Endpoint, WireInputOf, WireResultOf } from '../../../shared/endpoint.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import type { Person } from '../../../server/testing/factories.ts'
import { type Answer, ask, exchange, insist } from './client.ts'
import type { AckedMessage } from './ledger.ts'
import type { World } from './world.ts'

export type Traffic = {
  /** Ends when every act under way has been answered; who gave up and who was refused is told, a sentence each. */
  stop(): Promise<string[]>
  readonly acts: number
  /** Waits until so many acts have been answered. */
  reach(acts: number): Promise<void>
  readonly refusals: string[]
}
export type TrafficOptions = {
  world: World
  /** A port to ask, each time. */
  where: () => number
  random: () => number
  writers?: number
  /** How long somebody goes on asking before it counts as lost. */
  giveUpMs?: number
  timeoutMs?: number
  pauseMs?: number
  /** Without: letters alone. */
  withFiles?: boolean
  /** Whoever is signed out signs in again, and asks once more. */
  signInAgain?: (person: Person) => Promise<void>
  /** How long each answer took, in ms. */
  hear?: (ms: number) => void
  /** The bug of a page that makes a new key for each try of a letter. */
  forgetsKeys?: boolean
}

/** Starts so many writers: patients in conversations of their own, and the nurse who answers. */
export function startTraffic(options: TrafficOptions): Traffic {
  const state = { isStopping: false, acts: 0, refusals: [] as string[], gaveUp: [] as string[] }
  const { world, writers = 6 } = options
  const write = async (number: number): Promise<void> => {
    const patient = world.patients[number % world.patients.length]
    if (patient === undefined) {
      throw new Error('a world has patients')
    }
    const desk: Desk = { ...options, patient, conversationId: null, refusals: state.refusals }
    while (!state.isStopping) {
      await actOnce(desk)
      state.acts++
      await sleep(options.pauseMs ?? 1)
    }
  }
  const loops = Array.from({ length: writers }, (_, number) =>
    write(number).catch((error: unknown) => void state.gaveUp.push(`somebody gave up: ${String(error)}`)),
  )
  return {
    get acts() {
      return state.acts
    },
    refusals: state.refusals,
    async reach(acts) {
      while (state.acts < acts && !state.isStopping) {
        await sleep(10)
      }
    },
    async stop() {
      state.isStopping = true
      await Promise.all(loops)
      return [...state.gaveUp, ...state.refusals.map((refusal) => `somebody was refused: ${refusal}`)]
    },
  }
}

type Desk = TrafficOptions & { patient: Person; conversationId: string | null; refusals: string[] }

async function actOnce(desk: Desk): Promise<void> {
  const dice = desk.random()
  if (desk.conversationId === null || dice < 0.05) {
    desk.conversationId = await start(desk)
    return
  }
  if (dice < 0.4) {
    await send(desk, desk.patient, desk.conversationId)
    return
  }
  if (dice < 0.6) {
    await send(desk, desk.world.nurse, desk.conversationId)
    return
  }
  if (dice < 0.75 || desk.withFiles !== true) {
    await read(desk, dice < 0.68 ? desk.patient : desk.world.nurse, desk.conversationId)
    return
  }
  if (dice < 0.94) {
    await sendFile(desk, desk.conversationId)
    return
  }
  await closeIt(desk, desk.conversationId)
  desk.conversationId = null
}

/** Asks until it is answered; the record of the act is expected under the request that was answered. */
async function done<E extends Endpoint>(
  desk: Desk,
  person: Person,
  endpoint: E,
  input: Omit<WireInputOf<E>, 'membershipId'>,
): Promise<Answer<WireResultOf<E>>> {
  const timing = desk.timeoutMs === undefined ? {} : { timeoutMs: desk.timeoutMs }
  const asked = () =>
    insist((port) => ask(port, person, endpoint, input, timing), desk.where, { giveUpMs: desk.giveUpMs ?? 60_000 })
  let answer = await asked()
  for (let tries = 0; answer.status === 401 && desk.signInAgain !== undefined && tries < 10; tries++) {
    await desk.signInAgain(person)
    answer = await asked()
  }
  desk.hear?.(answer.ms)
  noteAct(desk, endpoint, answer)
  return answer
}

function noteAct(desk: Desk, endpoint: Endpoint, answer: Answer): void {
  if (answer.status >= 400) {
    desk.refusals.push(`${endpoint.method} ${endpoint.path} ${answer.status} ${answer.text.slice(0, 200)}`)
    return
  }
  if (typeof endpoint.audit === 'string') {
    desk.world.ledger.acts.push({
      practiceId: desk.world.practice.id,
      act: endpoint.audit,
      requestId: answer.requestId,
    })
  }
}

async function start(desk: Desk): Promise<string> {
  const conversationId = uuidv7()
  const letter = newLetter(desk, conversationId, desk.patient.id)
  const answer = await done(desk, desk.patient, api.startConversation, {
    conversationId,
    topicId: desk.world.practice.topic.id,
    subject: 'A question',
    messageId: letter.id,
    text: letter.text,
    attachmentIds: [],
  })
  noteSent(desk, letter, answer)
  return conversationId
}

async function send(desk: Desk, person: Person, conversationId: string): Promise<void> {
  const letter = newLetter(desk, conversationId, person.id)
  const input = { conversationId, messageId: letter.id, text: letter.text, attachmentIds: [] }
  if (desk.forgetsKeys === true) {
    await sendForgetfully(desk, person, letter, input)
    return
  }
  noteSent(desk, letter, await done(desk, person, api.sendMessage, input))
  // Somebody whose answer was lost sends again, though it had arrived; now and then somebody does so for no reason.
  if (desk.random() < 0.15) {
    noteSent(desk, letter, await done(desk, person, api.sendMessage, input))
  }
}

async function sendForgetfully(
  desk: Desk,
  person: Person,
  letter: AckedMessage,
  input: Omit<WireInputOf<typeof api.sendMessage>, 'membershipId'>,
): Promise<void> {
  const once = (port: number) => {
    letter.id = uuidv7()
    return ask(
      port,
      person,
      api.sendMessage,
      { ...input, messageId: letter.id },
      { timeoutMs: desk.timeoutMs ?? 5_000 },
    )
  }
  noteSent(desk, letter, await insist(once, desk.where))
}

function newLetter(desk: Desk, conversationId: string, actorId: string): AckedMessage {
  const id = uuidv7()
  return {
    practiceId: desk.world.practice.id,
    patientId: desk.patient.id,
    conversationId,
    id,
    actorId,
    text: `Letter ${id}, ${Math.floor(desk.random() * 1e9)}.`,
    answers: [],
    askedAtMs: performance.now(),
    ackedAtMs: Number.POSITIVE_INFINITY,
    attachmentIds: [],
  }
}

function noteSent(desk: Desk, letter: AckedMessage, answer: Answer<WireResultOf<typeof api.sendMessage>>): void {
  if (answer.status !== 200) {
    return
  }
  const { message, autoReply } = answer.body
  if (letter.answers.length === 0) {
    letter.ackedAtMs = performance.now()
    desk.world.ledger.messages.push(letter)
  }
  letter.answers.push({ sequence: message.sequence, text: message.text, autoReplyId: autoReply?.id ?? null })
}

async function read(desk: Desk, person: Person, conversationId: string): Promise<void> {
  const page = await done(desk, person, api.readConversation, { conversationId })
  const sequence = page.status === 200 ? page.body.messages.at(-1)?.sequence : undefined
  if (sequence !== undefined) {
    await done(desk, person, api.markRead, { conversationId, sequence })
  }
}

/** A small text, into a draft, with a letter; as the page does, the letter waits until the file has arrived. */
async function sendFile(desk: Desk, conversationId: string): Promise<void> {
  const [draftId, attachmentId] = [uuidv7(), uuidv7()]
  // Saving again under version 0 finds the draft made already, by the try whose answer was lost.
  await insist(
    (port) => ask(port, desk.patient, api.saveDraft, { draftId, conversationId, text: '', subject: '', version: 0 }),
    desk.where,
    { giveUpMs: desk.giveUpMs ?? 60_000 },
  )
  const bytes = Buffer.from(`A note of mine, ${attachmentId}.\n`.repeat(1 + Math.floor(desk.random() * 4_000)))
  const wire = requestOf(api.uploadAttachment, desk.patient, { draftId, attachmentId, 'x-file-name': 'note.txt' })
  const upload = {
    method: wire.method,
    url: wire.url,
    headers: { ...wire.headers, 'content-type': 'application/octet-stream' },
    payload: bytes,
  }
  const received = await insist((port) => exchange(port, upload), desk.where, { giveUpMs: desk.giveUpMs ?? 60_000 })
  // A repeat of an upload that had arrived only says so; the act stands under the request that brought the bytes.
  if (received.tries === 1 || received.status !== 200) {
    noteAct(desk, api.uploadAttachment, received)
  }
  if (received.status === 200) {
    const { practice, ledger } = desk.world
    ledger.files.push({
      practiceId: practice.id,
      id: attachmentId,
      sha256: hash('sha256', bytes),
      sizeBytes: bytes.length,
    })
  }
  const letter = newLetter(desk, conversationId, desk.patient.id)
  const attachmentIds = received.status === 200 ? [attachmentId] : []
  const input = { conversationId, messageId: letter.id, text: letter.text, attachmentIds, draftId }
  noteSent(desk, letter, await done(desk, desk.patient, api.sendMessage, input))
}

/** The nurse closes it, and it is filed. A version that has moved on, by a letter in between, is looked at anew. */
async function closeIt(desk: Desk, conversationId: string): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    const page = await done(desk, desk.world.nurse, api.readConversation, { conversationId })
    if (page.status !== 200 || page.body.status === 'closed') {
      return
    }
    const { version } = page.body
    const answer = await insist(
      (port) => ask(port, desk.world.nurse, api.closeConversation, { conversationId, outcome: 'answered', version }),
      desk.where,
      { giveUpMs: desk.giveUpMs ?? 60_000 },
    )
    if (answer.status === 200) {
      noteAct(desk, api.closeConversation, answer)
      return
    }
  }
}
