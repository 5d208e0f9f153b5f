import type { account as api } from '../../shared/api/account.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { notFound } from '../platform/problems.ts'
import { forgetSessionCookie } from './device.ts'
import { ownSession } from './own-account.ts'
import { endSessions } from './start-session.ts'

/** Signs one device out: its next request is refused, because the row is read with each. */
export async function endDevice(
  ctx: DirectoryContext,
  input: InputOf<typeof api.endDevice>,
): Promise<Record<string, never>> {
  const session = ownSession(ctx)
  const [ended] = await endSessions(ctx, { accountId: session.accountId, only: input.sessionId })
  if (ended === undefined) {
    throw notFound()
  }
  await recordAudit(ctx, 'session.end', { object: { type: 'session', id: ended } })
  if (ended === session.sessionId) {
    forgetSessionCookie(ctx)
  }
  return {}
}
