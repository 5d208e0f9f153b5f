import type { FastifyReply, FastifyRequest } from 'fastify'
import { limits } from '../../shared/limits.ts'
import { sessionCookie } from '../access/authenticate.ts'
import type { DirectoryContext } from '../access/context.ts'
import { randomToken, sha256 } from '../platform/crypto/token.ts'
import { deviceLabel } from './device-label.ts'

/** Tells a browser that has signed in before from a stranger's. It opens nothing: it only has its own count of tries. */
export const deviceCookie = '__Host-device'

export type Device = { hash: Buffer; label: string; ipPrefix: string }

/** The hash of the request's device cookie, or null when it has none. */
export function deviceHash(request: FastifyRequest): Buffer | null {
  const token = request.cookies[deviceCookie]
  return token !== undefined && /^[\w-]{43}$/.test(token) ? sha256(token) : null
}

/** The device of this request; a browser seen for the first time gets its cookie once the transaction has committed. */
export function deviceOf(ctx: DirectoryContext): Device {
  const label = deviceLabel(ctx.request.headers['user-agent'] ?? '')
  const ipPrefix = ctx.client?.ipPrefix ?? ''
  const known = deviceHash(ctx.request)
  if (known !== null) {
    return { hash: known, label, ipPrefix }
  }
  const token = randomToken()
  ctx.afterCommit(() => setHostCookie(ctx.reply, deviceCookie, token, limits.deviceDays * 86_400))
  return { hash: sha256(token), label, ipPrefix }
}

/** Bound to this origin alone, never sent by other sites' requests that change anything, out of reach of scripts. */
export function setHostCookie(reply: FastifyReply, name: string, value: string, maxAgeSeconds?: number): void {
  reply.setCookie(name, value, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'lax',
    ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }),
  })
}

/** Once the transaction has committed, the browser drops its session's cookie. */
export function forgetSessionCookie(ctx: DirectoryContext): void {
  ctx.afterCommit(() => ctx.reply.clearCookie(sessionCookie, { path: '/', secure: true, httpOnly: true }))
}
