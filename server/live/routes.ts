import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { limits } from '../../shared/limits.ts'
import { memberOf } from '../access/enter.ts'
import type { Mount } from '../app.ts'
import { staysOpen } from '../platform/admission/admission.ts'
import { openDesk } from './desk.ts'

/**
 * The stream of changes of one member: server-sent events with ids, never content. Whoever hears one asks for what they
 * show. `Last-Event-ID` (or `?after=`, for a page that opens its connections itself) resumes without gap or repeat.
 */
export function liveRoutes({ app, way }: Pick<Mount, 'app' | 'way'>, tickMs?: number): void {
  const desk = openDesk(way, tickMs)
  // Ten thousand of these stay open: the headers that protect a page are not kept for each.
  app.get('/api/as/:membershipId/live', { logLevel: 'warn' }, async (request, reply) => {
    const member = await memberOf(way, request, request.params as Record<string, unknown>, way.clock())
    desk.assertPlace(member)
    const response = openStream(reply)
    staysOpen(request.raw)
    desk.seat(member, response, lastIdOf(request))
    return reply
  })
  // Before the server waits for its connections: these would never end.
  app.addHook('preClose', async () => desk.close())
}

function openStream(reply: FastifyReply): ServerResponse {
  reply.hijack()
  const response = reply.raw
  // The stream ends with its connection, so that a frame is one plain write, with no chunk around it.
  response.useChunkedEncodingByDefault = false
  response.shouldKeepAlive = false
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // nginx otherwise keeps a response back until it is whole.
    'x-accel-buffering': 'no',
  })
  response.write(`retry: ${limits.streamRetryMs}\n\n`)
  return response
}

/** An id as this server writes them, or nothing: then the stream begins with a reset. */
function lastIdOf(request: FastifyRequest): string | undefined {
  const { after } = request.query as { after?: unknown }
  const given = request.headers['last-event-id'] ?? after
  return typeof given === 'string' && /^[0-9a-f]{12}-\d{1,15}$/.test(given) ? given : undefined
}
