import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { api } from '../../shared/api/index.ts'
import { enterPractice } from '../access/enter.ts'
import type { Mount } from '../app.ts'
import { blobRoot } from '../platform/blobs.ts'
import { parseInput } from '../platform/http.ts'
import { listViews } from './list-views.ts'
import { removeView } from './remove-view.ts'
import { saveView } from './save-view.ts'
import { createScanner } from './scanner.ts'
import { search, type Steps } from './search.ts'

/** A search holds no transaction while it looks through segments, so it is a route of its own; the rest goes through the table. */
export async function searchRoutes({ app, route, way, endpoints }: Mount): Promise<void> {
  route(api.listViews, listViews)
  route(api.saveView, saveView)
  route(api.removeView, removeView)

  const { blobBucket, dataDir } = way.house.config
  const near = join(dataDir, 'segments')
  // Copies of segments that have ended meanwhile would stay for ever: each start begins with none.
  await rm(near, { recursive: true, force: true })
  const scanner = createScanner({ bucket: blobBucket, blobs: blobRoot(dataDir), near })
  app.addHook('onClose', () => scanner.close())

  endpoints.push(api.search)
  const quiet = { ...api.search, audit: { none: 'recorded by the step that shows' } }
  app.route({
    method: api.search.method,
    url: api.search.path,
    handler: async (request, reply) => {
      const input = parseInput(api.search, request)
      const params = request.params as Record<string, unknown>
      const steps: Steps = {
        look: (work) => enterPractice(way, quiet, request, params, work),
        show: (work) =>
          enterPractice(way, api.search, request, params, async (ctx) => api.search.response.parse(await work(ctx))),
      }
      const result = await search(steps, scanner, input, () => reply.raw.destroyed)
      return reply.send(result)
    },
  })
}
