import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import { aDocx, aPdf } from '../../../server/attachments/sample-files.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import { aRule } from '../../../server/rules/rules.fixture.ts'
import type { Person } from '../../../server/testing/factories.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import { api } from '../../../shared/api/index.ts'
import { limits } from '../../../shared/limits.ts'
import { checkAll } from '../checkers/index.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { type Answer, ask, exchange } from '../stage/client.ts'
import { openLoopProbe } from '../stage/loop-probe.ts'
import type { Stage } from '../stage/stage.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** How long somebody else may have to wait because of one input. */
const mostMs = 100
/** Each input so often: what the machine does meanwhile holds up one of them, what the server does all. */
const times = 3
const letters = 40

export const loop: Scenario = {
  rows: ['R28'],
  does: 'the largest and worst that may be sent, of every kind: meanwhile others are answered',
  runs: 1,
  quick: null,
  plant: 'a server that does nothing else for 400 ms whenever somebody writes',
  async play({ isPlanted, stage: openStage, tell }): Promise<Outcome> {
    const stage = await openStage()
    const world = await openWorld(stage.house, times)
    const server = await stage.start(isPlanted ? { preload: ['holds-loop'] } : {})
    const probe = openLoopProbe(server.port)
    const violations: string[] = []
    const figures: Record<string, number> = {}
    // As it is when nothing is sent: of this the server is not the cause.
    const idle = median(await inTurn(times, () => probe.during(() => sleep(1_500))))
    tell(`nothing at all: ${idle} ms`)
    for (const [name, send] of Object.entries(inputsOf({ stage, world, port: server.port }))) {
      const waits: number[] = []
      for (let time = 0; time < times; time++) {
        const { prepare, go } = await send(time)
        await prepare?.()
        waits.push(
          await probe.during(async () => {
            const wrong = await go()
            violations.push(...(wrong === null ? [] : [`${name}: ${wrong}`]))
          }),
        )
      }
      figures[`${name}, ms`] = median(waits)
      tell(`${name}: ${waits.join(', ')} ms`)
      violations.push(
        ...(median(waits) <= mostMs + idle
          ? []
          : [`${name}: others waited ${median(waits)} ms, and ${idle} ms without it`]),
      )
    }
    await probe.close()
    violations.push(...(server.isRunning ? [] : ['the server ended']), ...(await server.failures()))
    await server.stop()
    await stage.drain(3 * 3_600_000)
    violations.push(...(await checkAll(evidenceOf(stage, world))))
    return { violations, figures: { 'nothing at all, ms': idle, ...figures } }
  },
}

type At = { stage: Stage; world: World; port: number }
/** What is made first is not measured; `go` ends when everything that the input sets off is over, and says what was not as expected. */
type Sending = { prepare?: () => Promise<unknown>; go: () => Promise<string | null> }

function inputsOf(at: At): Record<string, (time: number) => Promise<Sending>> {
  const { world, port } = at
  const { topic, administrator } = world.practice
  const patient = (time: number): Person => {
    const found = world.patients[time % world.patients.length]
    if (found === undefined) {
      throw new Error('a world has patients')
    }
    return found
  }
  const longest = '🩺'.repeat(limits.messageCharacters / 2)
  const letter = (text: string) => ({
    conversationId: uuidv7(),
    topicId: topic.id,
    subject: 'A letter',
    messageId: uuidv7(),
    text,
    attachmentIds: [],
  })
  const start = (person: Person, text: string) => ask(port, person, api.startConversation, letter(text))
  const raw = (person: Person, payload: string): Promise<Answer> => {
    const wire = requestOf(api.startConversation, person, letter('x'))
    return exchange(port, { ...wire, payload, agent: false })
  }
  const body =
    (make: (bytes: number) => string) =>
    async (time: number): Promise<Sending> => {
      const payload = make(limits.jsonBodyBytes - 100)
      return { go: async () => expectStatus(await raw(patient(time), payload), [400, 422]) }
    }
  const file =
    (fileName: string, make: () => Promise<Buffer> | Buffer) =>
    async (time: number): Promise<Sending> => {
      const bytes = await make()
      return { go: () => sendFile(at, patient(time), fileName, bytes) }
    }
  const big = limits.attachmentSizeBytes - 2_000
  return {
    'a letter as long as may be': async (time) => ({
      go: async () => expectStatus(await start(patient(time), longest), [200]),
    }),
    'JSON as deep as fits': body((bytes) => `${'{"a":'.repeat(bytes / 6)}1${'}'.repeat(bytes / 6)}`),
    'JSON with as many keys as fit': body(
      (bytes) => `{${Array.from({ length: Math.floor(bytes / 12) }, (_, at) => `"k${at}":0`).join(',')}}`,
    ),
    'JSON with as many lists as fit': body((bytes) => `{"text":[${'[],'.repeat(bytes / 3 - 10)}[]]}`),
    'as many rules as fit, and a letter they look through': async (time) => {
      const { body: known } = await ask(port, administrator, api.listRules, {})
      const words = Array.from({ length: 14 }, (_, at) => `${'ab '.repeat(19)}${at}`)
      const rules = Array.from({ length: limits.rules }, () => aRule({ name: 'Long', when: { words } }))
      return {
        go: async () => {
          const saved = await ask(port, administrator, api.saveRules, { rules, version: known.version })
          const wrong = expectStatus(saved, [200])
          return (
            wrong ?? expectStatus(await start(patient(time), 'ab '.repeat(limits.messageCharacters / 3 - 1)), [200])
          )
        },
      }
    },
    'a search as long as may be': async () => ({
      go: async () => {
        const words = 'letter abc ab a b c d e f '.repeat(9).slice(0, limits.searchCharacters).trim()
        return expectStatus(await ask(port, world.nurse, api.search, { words }), [200, 422])
      },
    }),
    'a text as long as may be': file('long.txt', () => Buffer.alloc(big, `${' '.repeat(60)}é <h\n`)),
    'a PDF full of mentions of a password': file('worst.pdf', () => aPdf({ trailer: '/Encrypt '.repeat(big / 9) })),
    'a DOCX with a part full of tags that never end': file('worst.docx', () =>
      aDocx([{ name: 'word/_rels/document.xml.rels', text: '<Relationship '.repeat(limits.docxPartBytes / 14 - 1) }]),
    ),
    'a picture with as many points as may be': file('big.png', () =>
      sharp({ create: { width: 7_000, height: 7_000, channels: 3, background: '#88aacc' } })
        .png({ compressionLevel: 1 })
        .toBuffer(),
    ),
    'filing a conversation of forty longest letters': async (time) => {
      const person = patient(time)
      const { conversationId } = letter('x')
      const prepare = async (): Promise<void> => {
        const text = 'A long line of words. '.repeat(limits.messageCharacters / 22 - 1)
        await ask(port, person, api.startConversation, { ...letter(text), conversationId })
        for (let count = 1; count < letters; count++) {
          const next = { conversationId, messageId: uuidv7(), text: `${count}. ${text}`, attachmentIds: [] }
          await ask(port, person, api.sendMessage, next)
        }
      }
      return { prepare, go: () => closeAndWait(at, conversationId) }
    },
  }
}

function expectStatus({ status, text }: Answer, expected: number[]): string | null {
  return expected.includes(status) ? null : `answered ${status} ${text.slice(0, 200)}`
}

/** Into a draft, and until the worker has judged it. */
async function sendFile(
  { stage, port, world }: At,
  person: Person,
  fileName: string,
  payload: Buffer,
): Promise<string | null> {
  const [draftId, attachmentId] = [uuidv7(), uuidv7()]
  await ask(port, person, api.saveDraft, { draftId, subject: '', text: '', version: 0 })
  const wire = requestOf(api.uploadAttachment, person, { draftId, attachmentId, 'x-file-name': fileName })
  const headers = { ...wire.headers, 'content-type': 'application/octet-stream' }
  const received = await exchange(port, { ...wire, headers, payload, timeoutMs: 60_000, agent: false })
  const wrong = expectStatus(received, [200])
  if (wrong !== null) {
    return wrong
  }
  return untilNone(
    stage,
    `a file waits`,
    `select from attachments where practice_id = $1 and status = 'quarantined'`,
    world,
  )
}

async function closeAndWait({ stage, port, world }: At, conversationId: string): Promise<string | null> {
  const page = await ask(port, world.nurse, api.readConversation, { conversationId })
  const { version } = page.body
  const closed = await ask(port, world.nurse, api.closeConversation, { conversationId, outcome: 'answered', version })
  const isDue = `select from filings where practice_id = $1 and status in ('requested', 'failed')`
  return expectStatus(closed, [200]) ?? (await untilNone(stage, 'a record is not filed', isDue, world))
}

async function untilNone(stage: Stage, what: string, sql: string, { practice }: World): Promise<string | null> {
  for (let tries = 0; tries < 600; tries++) {
    if ((await stage.postgres.query(sql, [practice.id])).length === 0) {
      return null
    }
    await sleep(100)
  }
  return `${what} after a minute`
}

async function inTurn<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let at = 0; at < count; at++) {
    results.push(await work())
  }
  return results
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
