import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import type { Mount } from '../app.ts'
import { enterPractice } from '../access/enter.ts'
import { parseInput } from '../platform/http.ts'
import { Problem } from '../platform/problems.ts'
import { answerDownload, openDownload } from './download-attachment.ts'
import { readAttachment, removeAttachment } from './remove-attachment.ts'
import { beginUpload, finishUpload, receive } from './upload-attachment.ts'

/** Uploads and downloads stream, so they are Fastify's own routes; everything else goes through the table. */
export function attachmentRoutes({ app, route, way, endpoints }: Mount): void {
  route(api.readAttachment, readAttachment)
  route(api.removeAttachment, removeAttachment)

  endpoints.push(api.uploadAttachment, api.downloadAttachment)
  // The bytes stay in the socket until the route asks for them.
  app.addContentTypeParser('application/octet-stream', (_request, _payload, done) => done(null))
  app.route({
    method: api.uploadAttachment.method,
    url: api.uploadAttachment.path,
    bodyLimit: limits.attachmentSizeBytes,
    handler: async (request, reply) => {
      if (request.headers['content-type'] !== 'application/octet-stream') {
        throw new Problem(415, 'media-type-not-supported')
      }
      const input = parseInput(api.uploadAttachment, {
        ...request,
        params: request.params,
        query: request.query,
        headers: request.headers,
        body: {},
      })
      const params = request.params as Record<string, unknown>
      const quiet = {
        ...api.uploadAttachment,
        audit: { none: 'recorded when the file is whole, or found to be there' },
      }
      const begun = await enterPractice(way, quiet, request, params, async (ctx) => ({
        ctx,
        state: await beginUpload(ctx, input),
      }))
      const { ctx, state } = begun
      if ('done' in state) {
        request.raw.resume()
        return reply.send(api.uploadAttachment.response.parse(state.done))
      }
      const received = await receive(ctx, request, state)
      const view = await enterPractice(way, api.uploadAttachment, request, params, (after) =>
        finishUpload(after, state, received),
      )
      return reply.send(api.uploadAttachment.response.parse(view))
    },
  })

  app.route({
    method: api.downloadAttachment.method,
    url: api.downloadAttachment.path,
    handler: async (request, reply) => {
      const input = parseInput(api.downloadAttachment, request)
      const open = await enterPractice(
        way,
        api.downloadAttachment,
        request,
        request.params as Record<string, unknown>,
        (ctx) => openDownload(ctx, { ...input, range: request.headers.range }),
      )
      return answerDownload(reply, await open())
    },
  })
}
