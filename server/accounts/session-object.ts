import type { DirectoryContext } from '../access/context.ts'

/** The request's session, as the object of an audit entry. */
export function sessionObject(ctx: DirectoryContext): { object: { type: string; id: string } } {
  if (ctx.session === null) {
    throw new Error('there is a session by now')
  }
  return { object: { type: 'session', id: ctx.session.sessionId } }
}
