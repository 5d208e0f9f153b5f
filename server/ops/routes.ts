import { timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { limits } from '../../shared/limits.ts'
import type { App, Mount } from '../app.ts'
import { sha256 } from '../platform/crypto/token.ts'
import { notFound } from '../platform/problems.ts'
import { measure } from './metrics.ts'
import { type Readiness, readReadiness } from './readiness.ts'

const stopping = new WeakSet<App>()

/** From here on new requests are refused with 503 and Retry-After; what is in flight still ends as it would. */
export function announceStop(app: App): void {
  stopping.add(app)
}

/** For whoever runs the server: is it alive, can it work, how is it doing. Nothing here is about a person. */
export function opsRoutes({ app, way, admission }: Mount): void {
  const quiet = { logLevel: 'warn' } as const
  app.get('/healthz', quiet, (_request, reply) => answer(reply, 200, { status: 'ok' }))
  // Anybody may ask, and no line holds them up: however many ask at once, the database hears it once.
  let asking: Promise<Readiness> | undefined
  app.get('/readyz', quiet, async (_request, reply) => {
    asking ??= readReadiness(way).finally(() => (asking = undefined))
    const { isReady, checks } = await asking
    return answer(reply, isReady ? 200 : 503, { status: statusOf(isReady, checks), checks })
  })

  const registry = measure({ app, way, admission })
  app.get('/metrics', quiet, async (request, reply) => {
    if (!mayRead(request, way.house.config.metricsToken)) {
      throw notFound()
    }
    return reply
      .header('cache-control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics())
  })
  refuseWhileStopping(app)
}

function statusOf(isReady: boolean, checks: Readiness['checks']): 'ok' | 'impaired' | 'failing' {
  if (!isReady) {
    return 'failing'
  }
  return Object.values(checks).every((check) => check === 'ok') ? 'ok' : 'impaired'
}

function answer(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').send(body)
}

/** Closed without a token in the configuration; hashed first, so that the comparison takes the same time for every guess. */
function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  return token !== undefined && given !== undefined && timingSafeEqual(sha256(given), sha256(token))
}

/** Before any route is looked for: the framework refuses by itself, but does not say when to come back. */
function refuseWhileStopping(app: App): void {
  app.server.prependListener('request', (_request, response) => {
    if (stopping.has(app)) {
      response.setHeader('retry-after', String(limits.stopRetrySeconds))
    }
  })
  // A connection that stays open after its answer would keep the server waiting for a request that it refuses.
  app.addHook('onSend', async (_request, reply) => {
    if (stopping.has(app)) {
      reply.header('connection', 'close')
    }
  })
}
