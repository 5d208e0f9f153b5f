import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { ownSession } from './own-account.ts'
import { endSessions } from './start-session.ts'

/** Signs every device but this one out. */
export async function endOtherDevices(ctx: DirectoryContext): Promise<{ ended: number }> {
  const { accountId, sessionId } = ownSession(ctx)
  const ended = await endSessions(ctx, { accountId, except: sessionId })
  await recordAudit(ctx, 'session.end', { object: { type: 'account', id: accountId } })
  return { ended: ended.length }
}
