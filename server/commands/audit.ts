import { type AuditHouse, type AuditTerminal, runAuditCommand } from '../audit/cli.ts'
import { openDeployment } from '../access/platform-keys.ts'
import { type Config, loadConfig } from '../config.ts'
import { openBeside } from './open-beside.ts'

/** `threadwell audit …`, beside the running server or while it is stopped. It changes nothing. */
export function audit(args: string[], terminal: Omit<AuditTerminal, 'open'>): Promise<number> {
  return runAuditCommand(args, { ...terminal, open: () => openAuditHouse(loadConfig()) })
}

/** Opens the log where it is, with the key of the deployment. */
export async function openAuditHouse(config: Config): Promise<AuditHouse> {
  const { db, kek, close } = await openBeside(config)
  try {
    const deployment = await db.transact(null, (tx) => openDeployment(kek, tx, new Date()), 'snapshot')
    return { db, deployment, dataDir: config.dataDir, close }
  } catch (error) {
    await close()
    throw error
  }
}
