import { sql } from 'kysely'
import type { Database } from '../platform/db.ts'
import { isUuidv7 } from '../platform/ids.ts'
import { logsWithFile } from './checkpoint-file.ts'

/** A log, and whether it must have entries: a practice's begins with its founding, a witnessed one has what was witnessed. */
export type KnownLog = { id: string; isKnown: boolean }

/**
 * Every log that there is or was: of the practices, of the deployment, of what has checkpoints in the database or a file of
 * them in DATA_DIR, and of what a witness has seen. So a practice that was dropped with all its rows is missed.
 */
export async function listLogs(
  { db, deployment, dataDir }: { db: Database; deployment: { id: string }; dataDir: string },
  witness = '',
): Promise<KnownLog[]> {
  const [stored, filed] = await Promise.all([
    db.transact(null, (tx) => sql<{ id: string }>`select * from priv.log_ids() as log(id)`.execute(tx)),
    logsWithFile(dataDir),
  ])
  const witnessed = [...witness.matchAll(/^([^\s/]+)\/([0-9a-f-]{36})\/audit$/gm)].flatMap(([, name, id = '']) =>
    name === deployment.id ? [id] : [],
  )
  const practices = stored.rows.map(({ id }) => id).filter((id) => id !== deployment.id)
  const known = new Set([...practices, ...filed, ...witnessed].filter(isUuidv7))
  return [...new Set([deployment.id, ...known])].sort().map((id) => ({ id, isKnown: known.has(id) }))
}
