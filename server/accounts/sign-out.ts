import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { unauthenticated } from '../platform/problems.ts'
import { forgetSessionCookie } from './device.ts'
import { sessionObject } from './session-object.ts'
import { endSessions } from './start-session.ts'

/** Ends the request's session, half or full. The device stays known, so that its person is never locked out on it. */
export async function signOut(ctx: DirectoryContext): Promise<Record<string, never>> {
  if (ctx.session === null) {
    throw unauthenticated()
  }
  await endSessions(ctx, { accountId: ctx.session.accountId, only: ctx.session.sessionId })
  await recordAudit(ctx, 'session.end', sessionObject(ctx))
  forgetSessionCookie(ctx)
  return {}
}
