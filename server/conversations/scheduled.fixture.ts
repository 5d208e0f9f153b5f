import { api } from '../../shared/api/index.ts'
import { createLogger } from '../platform/log.ts'
import { uuidv7 } from '../platform/ids.ts'
import { schedule } from '../schedule.ts'
import { call, type Person } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { startWorker } from '../worker.ts'

/** What a page sends for an answer to the first letter of a conversation, unless said otherwise. */
export function anAnswer(conversationId: string, more: { [field: string]: unknown } = {}) {
  return {
    conversationId,
    messageId: uuidv7(),
    draftId: uuidv7(),
    text: 'It is at your pharmacy tomorrow.',
    attachmentIds: [] as string[],
    seenSequence: 2,
    ...more,
  }
}

/** An answer on its way out. */
export async function aWaitingAnswer(
  house: TestHouse,
  author: Person,
  conversationId: string,
  more: { [field: string]: unknown } = {},
) {
  const answer = anAnswer(conversationId, more)
  const { status, body } = await call(house, author, api.scheduleSend, answer)
  if (status !== 200) {
    throw new Error(`the answer was not taken: ${JSON.stringify(body)}`)
  }
  return { ...answer, sendAt: new Date(body.sendAt) }
}

/** Until just after an answer is due. */
export function goTo(house: TestHouse, at: Date): void {
  house.clock.advance({ seconds: Math.ceil((at.getTime() - house.clock.now().getTime()) / 1000) + 1 })
}

/** Everything that is due goes out, once by each of so many workers at the same time. */
export function runSends(house: TestHouse, workers = 1): Promise<void> {
  return runSweep(house, 'send-due', workers)
}

export async function runSweep(house: TestHouse, name: string, workers = 1): Promise<void> {
  const chosen = schedule.filter((sweep) => sweep.name === name)
  const all = Array.from({ length: workers }, () =>
    startWorker(house.worker, chosen, createLogger({ level: 'silent' })),
  )
  await Promise.all(all.map((worker) => worker.runOnce(name)))
  await Promise.all(all.map((worker) => worker.stop()))
}

/** A file in a draft of theirs, looked through. */
export async function aFile(house: TestHouse, person: Person, draftId: string): Promise<string> {
  const attachmentId = uuidv7()
  const { statusCode } = await house.app.inject({
    method: 'PUT',
    url: `/api/as/${person.id}/drafts/${draftId}/attachments/${attachmentId}`,
    headers: { ...person.as, 'content-type': 'application/octet-stream', 'x-file-name': 'plan.txt' },
    payload: Buffer.from('Twice a day.\n'),
  })
  if (statusCode !== 200) {
    throw new Error(`the file was not taken: ${statusCode}`)
  }
  await runSweep(house, 'scan-attachments')
  return attachmentId
}
