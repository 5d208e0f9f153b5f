import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api } from '../../shared/api/index.ts'
import type { NoticeChoice } from '../../shared/notice.ts'
import { aPractice, call, inPractice, type PatientPerson, type TestPractice } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { gatewayToken, startTextGateway, type TextGateway } from '../testing/text-gateway.ts'
import { anUnreadMessage, sendDueTexts } from './notices.fixture.ts'

/** A fake gateway, and the part of the environment that leads to it. */
export async function startGateway(): Promise<{
  gateway: TextGateway
  env: Record<string, string>
  stop(): Promise<void>
}> {
  const gateway = await startTextGateway()
  const folder = mkdtempSync(join(tmpdir(), 'threadwell-sms-'))
  const tokenFile = join(folder, 'token')
  writeFileSync(tokenFile, gatewayToken)
  return {
    gateway,
    env: { SMS_URL: gateway.url, SMS_TOKEN_FILE: tokenFile, SMS_FROM: '+14165550100' },
    stop: async () => {
      await gateway.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** A practice that offers texts. */
export async function aTextingPractice(
  house: TestHouse,
  options: Parameters<typeof aPractice>[1] = {},
): Promise<TestPractice> {
  const practice = await aPractice(house, options)
  const { body } = await call(house, practice.administrator, api.readPractice, {})
  await call(house, practice.administrator, api.changePractice, { offersTexts: true, version: body.version })
  return practice
}

let count = 1_000

export function aNumber(): string {
  count += 1
  return `+1647555${count}`
}

/** The code of the newest text to this number. */
export function codeFor(gateway: TextGateway, number: string): string {
  const text = gateway.received.findLast(({ to }) => to === number)?.text ?? ''
  return /^\d{6}/.exec(text)?.[0] ?? ''
}

/** The patient gives a number, types the code that comes there, and chooses. */
export async function proveNumber(
  house: TestHouse,
  gateway: TextGateway,
  patient: PatientPerson,
  options: { number?: string; choice?: NoticeChoice } = {},
): Promise<string> {
  const { number = aNumber(), choice } = options
  await call(house, patient, api.saveMobileNumber, { number })
  await sendDueTexts(house)
  const proven = await call(house, patient, api.proveMobileNumber, { code: codeFor(gateway, number) })
  if (proven.body.result !== 'proven') {
    throw new Error(`the number was not proven: ${JSON.stringify(proven.body)}`)
  }
  if (choice !== undefined) {
    await call(house, patient, api.chooseNotices, { choice })
  }
  return number
}

/** Somebody with a proven number to whom the clinic has written; they have not read it. */
export async function anUnreadTexter(
  house: TestHouse,
  gateway: TextGateway,
  options: { choice?: NoticeChoice; practice?: TestPractice; email?: string | null; language?: 'en' | 'fr' } = {},
) {
  const { choice, practice = await aTextingPractice(house), ...patientOptions } = options
  const world = await anUnreadMessage(house, { practice, ...patientOptions })
  const number = await proveNumber(house, gateway, world.patient, choice === undefined ? {} : { choice })
  gateway.received = []
  return { ...world, number }
}

/** What the sweep of unread messages does to a conversation after the topic's time, once or twice. */
export async function remind(house: TestHouse, practiceId: string, conversationId: string): Promise<void> {
  const now = house.clock.now()
  await inPractice(house, practiceId, async (tx) => {
    const mine = tx.updateTable('conversations').where('practice_id', '=', practiceId).where('id', '=', conversationId)
    const { reminded_at } = await tx
      .selectFrom('conversations')
      .select('reminded_at')
      .where('practice_id', '=', practiceId)
      .where('id', '=', conversationId)
      .executeTakeFirstOrThrow()
    await mine
      .set({ ...(reminded_at === null ? { reminded_at: now } : { reminded_again_at: now }), notify_due_at: now })
      .execute()
  })
}
