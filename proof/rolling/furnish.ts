import { mkdir } from 'node:fs/promises'
import { loadPractice } from '../../bench/load-people.ts'
import { seededId, seededToken } from '../../bench/seeded.ts'
import { conversations } from '../../shared/api/conversations.ts'
import { parseAuditEntry } from '../../server/access/audit-entry.ts'
import { prepareDatabase } from '../../server/commands/prepare-database.ts'
import { loadConfig } from '../../server/config.ts'
import { openHouse } from '../../server/house.ts'
import { uuidv7 } from '../../server/platform/ids.ts'
import { createLogger } from '../../server/platform/log.ts'
import { call, ownPage } from '../../server/testing/call.ts'
import { inScope } from '../../server/testing/in-practice.ts'
import type { TestHouse } from '../../server/testing/test-house.ts'

export type Furnished = {
  practiceId: string
  /** Of what was acknowledged: how much is not stored, and how much has no entry in the audit log or more than one. */
  compare(acknowledged: string[]): Promise<{ lost: number; unaudited: number; doubled: number }>
  close(): Promise<void>
}

/** Writes a practice whose patients each have a conversation, through a house of our own over the same database. */
export async function furnish(env: Record<string, string>, dataDir: string, patients: number): Promise<Furnished> {
  const house = await openOwnHouse(env, dataDir)
  const practice = await loadPractice(house, patients)
  for (let patient = 0; patient < patients; patient++) {
    await startConversation(house, practice.topic.id, patient)
  }
  return furnished(house, practice.id)
}

/** The same, of a practice that another version wrote. Opening a house brings the database up to date. */
export async function openFurnished(
  env: Record<string, string>,
  dataDir: string,
  practiceId: string,
): Promise<Furnished> {
  return furnished(await openOwnHouse(env, dataDir), practiceId)
}

type OwnHouse = TestHouse & { close(): Promise<void> }

async function openOwnHouse(env: Record<string, string>, dataDir: string): Promise<OwnHouse> {
  await mkdir(dataDir, { recursive: true })
  const config = loadConfig({ ...env, DATA_DIR: dataDir })
  const log = createLogger({ level: 'silent' })
  const { kek, connection } = await prepareDatabase(config, log)
  const opened = await openHouse({ config, kek, connection, log, connections: 4 })
  return { ...opened, clock: { now: () => new Date(), advance: () => {} }, dataDir }
}

function furnished(house: OwnHouse, practiceId: string): Furnished {
  return {
    practiceId,
    close: house.close,
    async compare(acknowledged) {
      const [messages, events] = await inScope(house, practiceId, (tx) =>
        Promise.all([
          tx.selectFrom('messages').select('id').where('practice_id', '=', practiceId).execute(),
          tx.selectFrom('audit_events').select('payload').where('practice_id', '=', practiceId).execute(),
        ]),
      )
      const stored = new Set(messages.map(({ id }) => id))
      const entries = new Map<string, number>()
      for (const { payload } of events) {
        const { act, object } = parseAuditEntry(payload)
        if (act === 'message.send' && object !== undefined) {
          entries.set(object.id, (entries.get(object.id) ?? 0) + 1)
        }
      }
      const count = (isSo: (id: string) => boolean) => acknowledged.filter(isSo).length
      return {
        lost: count((id) => !stored.has(id)),
        unaudited: count((id) => !entries.has(id)),
        doubled: acknowledged.length - new Set(acknowledged).size,
      }
    },
  }
}

async function startConversation(house: TestHouse, topicId: string, patient: number): Promise<void> {
  const caller = {
    id: seededId('patient', patient),
    as: { ...ownPage(house), cookie: `__Host-sid=${seededToken(patient)}` },
  }
  const conversationId = seededId('conversation', patient)
  const letter = { subject: 'A question', text: 'I have a question.', attachmentIds: [] }
  const { status } = await call(house, caller, conversations.startConversation, {
    conversationId,
    messageId: uuidv7(),
    topicId,
    ...letter,
  })
  if (status !== 200) {
    throw new Error(`a conversation could not be started: ${status}`)
  }
}
