import { hash } from 'node:crypto'
import { api } from '../../../shared/api/index.ts'
import { seededRandom } from '../../../bench/seeded.ts'
import { uuidv7 } from '../../../server/platform/ids.ts'
import type { Person } from '../../../server/testing/factories.ts'
import { requestOf } from '../../../server/testing/request-of.ts'
import { checkAll } from '../checkers/index.ts'
import { openProxy } from '../proxy/proxy.ts'
import type { Outcome, Scenario } from '../scenario.ts'
import { ask, exchange, insist } from '../stage/client.ts'
import { evidenceOf, openWorld, type World } from '../stage/world.ts'

/** Of one file; large enough to be cut in the middle of it. */
const mostBytes = 400_000

export const uploads: Scenario = {
  rows: ['R21'],
  does: 'uploads cut at random bytes and begun again, twice at once under one id, and given up; nothing is left over',
  runs: 1_000,
  quick: 20,
  async play({ seed, runs, stage: openStage }): Promise<Outcome> {
    const stage = await openStage()
    const random = seededRandom(seed)
    const world = await openWorld(stage.house, 5)
    const server = await stage.start()
    const proxy = await openProxy({ host: '127.0.0.1', port: server.port })
    const violations: string[] = []
    const ends = { whole: 0, 'given up': 0, 'twice at once': 0 }
    for (let run = 0; run < runs && violations.length === 0; run++) {
      const patient = world.patients[run % world.patients.length]
      if (patient === undefined) {
        break
      }
      const bytes = Buffer.alloc(1 + Math.floor(random() * mostBytes), `${run} `)
      const [draftId, attachmentId] = [uuidv7(), uuidv7()]
      await insist(
        (port) => ask(port, patient, api.saveDraft, { draftId, subject: '', text: '', version: 0 }),
        () => server.port,
      )
      const put = (port: number) => upload(port, patient, { draftId, attachmentId }, bytes)
      proxy.plan = () => ({
        cut: {
          way: 'up',
          afterBytes: 300 + Math.floor(random() * bytes.length),
          how: random() < 0.5 ? 'reset' : 'end',
        },
      })
      await put(proxy.port).catch(() => null)
      const dice = random()
      if (dice < 0.2) {
        ends['given up']++
        continue
      }
      const isTwice = dice < 0.4
      ends[isTwice ? 'twice at once' : 'whole']++
      const answers = await Promise.all((isTwice ? [1, 2] : [1]).map(() => insist(put, () => server.port)))
      violations.push(...judge(answers, attachmentId))
      world.ledger.files.push({
        practiceId: world.practice.id,
        id: attachmentId,
        sha256: hash('sha256', bytes),
        sizeBytes: bytes.length,
      })
      violations.push(...(await sendIt(server.port, world, patient, { draftId, attachmentId })))
    }
    const isAlive = server.isRunning
    await proxy.close()
    await server.stop()
    await stage.drain(3 * 3_600_000)
    violations.push(...(isAlive ? [] : ['the server ended']), ...(await checkAll(evidenceOf(stage, world))))
    return { violations, figures: { cuts: runs, ...ends } }
  },
}

function upload(
  port: number,
  patient: Person,
  { draftId, attachmentId }: Record<'draftId' | 'attachmentId', string>,
  payload: Buffer,
) {
  const { method, url, headers } = requestOf(api.uploadAttachment, patient, {
    draftId,
    attachmentId,
    'x-file-name': 'note.txt',
  })
  return exchange(port, {
    method,
    url,
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    payload,
    agent: false,
  })
}

function judge(answers: { status: number; text: string }[], id: string): string[] {
  return answers
    .filter(({ status }) => status !== 200)
    .map(({ status, text }) => `the upload ${id}, begun again, was answered ${status} ${text.slice(0, 120)}`)
}

/** Sent in a conversation, so that it must be there for good. */
async function sendIt(
  port: number,
  world: World,
  patient: Person,
  { draftId, attachmentId }: Record<'draftId' | 'attachmentId', string>,
): Promise<string[]> {
  const letter = {
    conversationId: uuidv7(),
    messageId: uuidv7(),
    topicId: world.practice.topic.id,
    subject: 'A file',
    text: 'Here it is.',
    attachmentIds: [attachmentId],
    draftId,
  }
  const answer = await insist(
    (at) => ask(at, patient, api.startConversation, letter),
    () => port,
  )
  return answer.status === 200
    ? []
    : [`a letter with the file ${attachmentId} was answered ${answer.status} ${answer.text.slice(0, 120)}`]
}
