// One lane of the loader, in a thread of its own: seals every so-many-th batch of conversations, and the database writes one while the
// next is being sealed.
import { parentPort, workerData } from 'node:worker_threads'
import type { Connection } from '../../server/platform/db.ts'
import { inPractice } from '../../server/testing/factories.ts'
import { openBeside } from '../place.ts'
import { seededId } from '../seeded.ts'
import { insertTables } from '../write-columns.ts'
import { conversationRows } from './conversation-rows.ts'
import { countConversations, type History, planConversation, planDays } from './history.ts'
import { openLoader } from './open-loader.ts'
import type { LoadedPractice } from './people.ts'

export type LaneData = {
  dataDir: string
  owner: Connection
  loaded: LoadedPractice
  history: History
  /** This one's number, of so many. */
  lane: number
  lanes: number
}

const batch = 400

const { dataDir, owner, loaded, history, lane, lanes }: LaneData = workerData
const house = await openBeside(dataDir, owner)
const client = await openLoader(owner)
try {
  // A thread has no origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage({ messages: await writeBatches() })
} finally {
  await client.end()
  await house.close()
}

async function writeBatches(): Promise<number> {
  const days = planDays(history)
  const count = countConversations(history)
  let messages = 0
  let writing = Promise.resolve()
  for (let from = lane * batch; from < count; from += lanes * batch) {
    const planned = Array.from({ length: Math.min(batch, count - from) }, (_, index) =>
      planConversation(history, days, from + index),
    )
    const patients = planned.map(({ patient }) => seededId('patient', loaded.first + patient))
    // Sealing takes long on a slow machine, and a connection is not lent for so long.
    const keys = await inPractice(house, loaded.practice.id, async (_tx, keyring) => {
      await keyring.load(patients)
      return keyring
    })
    const rows = conversationRows(keys, loaded, planned, history.endsAt)
    messages += planned.reduce((sum, { turns }) => sum + turns.length, 0)
    await writing
    writing = insertTables(client, loaded.practice.id, rows)
  }
  await writing
  return messages
}
