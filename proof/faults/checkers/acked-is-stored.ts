import { hash } from 'node:crypto'
import type { Keyring } from '../../../server/access/keyring.ts'
import { fileVersions, type FileVersion, openSealed } from '../../../server/attachments/sealed-file.ts'
import { inPractice } from '../../../server/testing/in-practice.ts'
import type { Checker, Evidence } from './checker.ts'

/** What was acknowledged is there, word for word and byte for byte, and every repeat of an answer was the first answer. */
export const ackedIsStored: Checker = async (evidence) => [
  ...(await messagesStored(evidence)),
  ...(await filesStored(evidence)),
]

async function messagesStored({ house, ledger, practiceIds }: Evidence): Promise<string[]> {
  const violations: string[] = []
  for (const practiceId of practiceIds) {
    const acked = ledger.messages.filter((message) => message.practiceId === practiceId)
    await inPractice(house, practiceId, async (tx, keys) => {
      await keys.load(acked.map(({ patientId }) => patientId))
      const rows = await tx
        .selectFrom('messages')
        .select(['id', 'conversation_id', 'patient_id', 'author_id', 'sequence', 'body_sealed'])
        .where('practice_id', '=', practiceId)
        .where((eb) => eb('id', '=', eb.fn.any(eb.val(acked.map(({ id }) => id)))))
        .execute()
      const stored = new Map(rows.map((row) => [row.id, row]))
      for (const message of acked) {
        const row = stored.get(message.id)
        if (row === undefined) {
          violations.push(`the message ${message.id} was acknowledged and is lost`)
          continue
        }
        if (textOf(keys, row) !== message.text) {
          violations.push(`the message ${message.id} is stored with other words than were acknowledged`)
        }
        if (row.conversation_id !== message.conversationId || row.author_id !== message.actorId) {
          violations.push(`the message ${message.id} is stored in another conversation or as somebody else's`)
        }
        if (message.answers.some(({ sequence, text }) => sequence !== row.sequence || text !== message.text)) {
          violations.push(`the message ${message.id} was answered in different ways`)
        }
      }
    })
  }
  return violations
}

/** Null when it does not open. */
function textOf(keys: Keyring, row: { id: string; patient_id: string; body_sealed: Buffer }): string | null {
  try {
    return keys.open('messages.body_sealed', { id: row.id, version: 1, patientId: row.patient_id }, row.body_sealed)
  } catch {
    return null
  }
}

async function filesStored({ house, ledger, practiceIds }: Evidence): Promise<string[]> {
  const violations: string[] = []
  for (const practiceId of practiceIds) {
    const acked = ledger.files.filter((file) => file.practiceId === practiceId)
    const { keys, rows } = await inPractice(house, practiceId, async (tx, ring) => {
      const found = await tx
        .selectFrom('attachments')
        .select(['id', 'patient_id', 'status', 'blob', 'blob_version', 'data_key_number', 'sha256_sealed'])
        .where('practice_id', '=', practiceId)
        .where((eb) => eb('id', '=', eb.fn.any(eb.val(acked.map(({ id }) => id)))))
        .execute()
      await ring.load(found.map((row) => row.patient_id))
      return { keys: ring, rows: new Map(found.map((row) => [row.id, row])) }
    })
    for (const file of acked) {
      const row = rows.get(file.id)
      if (row === undefined || row.status === 'receiving') {
        violations.push(`the file ${file.id} was acknowledged and is lost`)
        continue
      }
      if (row.blob === null || !['quarantined', 'clean', 'unscanned'].includes(row.status)) {
        continue
      }
      const at = {
        practiceId,
        patientId: row.patient_id,
        attachmentId: row.id,
        version: row.blob_version as FileVersion,
      }
      const content = await openSealed(house.way.house.blobs, keys, {
        ...at,
        dataKeyNumber: row.data_key_number,
        blob: row.blob,
      })
        .then(({ range, sizeBytes }) => gather(range(0, sizeBytes)))
        .catch(() => null)
      if (content === null) {
        violations.push(`the bytes of the file ${file.id} do not open`)
        continue
      }
      const told = keys.open(
        'attachments.sha256_sealed',
        { id: row.id, version: 1, patientId: row.patient_id },
        row.sha256_sealed ?? Buffer.alloc(0),
      )
      const isAsReceived = row.blob_version === fileVersions.received
      if (hash('sha256', content) !== told || (isAsReceived && told !== file.sha256)) {
        violations.push(`the bytes of the file ${file.id} are not those that were acknowledged`)
      }
    }
  }
  return violations
}

async function gather(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const chunk of chunks) {
    all.push(chunk)
  }
  return Buffer.concat(all)
}
