import { seeing as api } from '../../shared/api/seeing.ts'
import { enterPractice } from '../access/enter.ts'
import type { Mount } from '../app.ts'
import { parseInput } from '../platform/http.ts'
import { exportSeeing } from './export-seeing.ts'
import { listExpectations } from './list-expectations.ts'
import { listSeen } from './list-seen.ts'
import { readSeeing } from './read-seeing.ts'
import { saveExpectations } from './save-expectations.ts'

/** How the clinic's work goes. The file is no JSON, so its route is Fastify's own. */
export function seeingRoutes({ app, route, way, endpoints }: Mount): void {
  route(api.readSeeing, readSeeing)
  route(api.listSeen, listSeen)
  route(api.listExpectations, listExpectations)
  route(api.saveExpectations, saveExpectations)

  endpoints.push(api.exportSeeing)
  app.route({
    method: api.exportSeeing.method,
    url: api.exportSeeing.path,
    handler: async (request, reply) => {
      const input = parseInput(api.exportSeeing, request)
      const file = await enterPractice(
        way,
        api.exportSeeing,
        request,
        request.params as Record<string, unknown>,
        (ctx) => exportSeeing(ctx, input),
      )
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-security-policy', "sandbox; default-src 'none'")
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, no-store')
        .header('content-disposition', `attachment; filename="${file.fileName}"`)
        .send(file.text)
    },
  })
}
