import { uuidv7 } from '../platform/ids.ts'
import { rawPublicKey, verifierKey } from '../platform/transparency/signed-note.ts'
import { checkpointOrigin } from './checkpoint.ts'
import { openDatabaseSource } from './database-source.ts'
import type { LogPlace } from './verify-log.ts'

/**
 * Writes one log as lines of JSON, for a program of somebody else: first what the log is, then its events, leaves and
 * checkpoints, and last that this is the end. Bytes are in base64. docs/audit.md says how to verify them.
 */
export function exportLog(place: LogPlace, logId: string, write: (line: string) => void): Promise<void> {
  const scope = { practiceId: logId, actorId: 'system', requestId: uuidv7() }
  const origin = checkpointOrigin(place.deployment.id, logId)
  const publicKey = rawPublicKey(place.deployment.signing.publicKey)
  const line = (value: object): void => write(JSON.stringify(value))
  return place.db.transact(
    scope,
    async (tx) => {
      const source = await openDatabaseSource(tx, logId)
      line({
        kind: 'log',
        origin,
        publicKey: publicKey.toString('base64'),
        verifierKey: verifierKey(origin, publicKey),
      })
      for await (const { id, at, payload } of source.events()) {
        line({ kind: 'event', id, at: at.toISOString(), payload: payload.toString('base64') })
      }
      for await (const { index, eventId, leaf } of source.leaves()) {
        line({ kind: 'leaf', index, eventId, leaf: leaf.toString('base64') })
      }
      for await (const { size, root, note } of source.checkpoints()) {
        line({ kind: 'checkpoint', size, root: root.toString('base64'), note })
      }
      line({ kind: 'end' })
    },
    'snapshot',
  )
}
