import cookie from '@fastify/cookie'
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Endpoint } from '../shared/endpoint.ts'
import { limits } from '../shared/limits.ts'
import { createEnter, type Way } from './access/enter.ts'
import { sessionCookie } from './access/authenticate.ts'
import type { Context, DirectoryContext, Route } from './access/context.ts'
import { modules } from './modules.ts'
import { type Admission, type AdmissionLimits, createAdmission } from './platform/admission/admission.ts'
import { guardOrigin } from './platform/origin.ts'
import { answerProblem } from './platform/answer-problem.ts'
import { createRoute } from './platform/http.ts'
import { Problem } from './platform/problems.ts'
import { RequestLog } from './platform/request-log.ts'
import { securityHeaders } from './platform/security-headers.ts'
import { parseStrictJson } from './platform/strict-json.ts'
import { uuidv7 } from './platform/ids.ts'

export type App = FastifyInstance
/** What a module may need besides the route table: streams mount their own routes. */
export type Mount = { app: App; route: Route; way: Way; endpoints: Endpoint[]; admission: Admission }

/** The server without its socket: headers, guards, and every module's routes. */
export async function createApp(way: Way, admissionLimits?: AdmissionLimits): Promise<App> {
  const endpoints: Endpoint[] = []
  const admission = createAdmission(endpoints, sessionCookie, admissionLimits)
  const app = fastify({
    serverFactory: admission.createServer,
    loggerInstance: way.house.log as FastifyBaseLogger,
    trustProxy: (_address, hop) => hop < way.house.config.trustedProxyHops,
    bodyLimit: limits.jsonBodyBytes,
    genReqId: () => uuidv7(),
    logController: new RequestLog(),
    requestTimeout: limits.requestMs,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: false },
  })
  await app.register(cookie)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : parseStrictJson(String(body)))
    } catch (error) {
      done(error as Error)
    }
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders)
    reply.header('x-request-id', request.id)
    // By the route and not by the address alone, which may spell it in another way ("/%61pi").
    if (request.url.startsWith('/api/') || request.routeOptions.url?.startsWith('/api/') === true) {
      reply.header('cache-control', 'no-store')
    }
    guardOrigin(request, way.house.config.publicUrl)
  })
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, way.house.log))
  app.setNotFoundHandler(() => {
    throw new Problem(404, 'not-found')
  })
  const route = createRoute<Context, DirectoryContext>(app, createEnter(way), endpoints)
  for (const mount of modules) {
    await mount({ app, route, way, endpoints, admission })
  }
  return app
}
