import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import type { Mount } from '../app.ts'
import { enterPractice } from '../access/enter.ts'
import { answerDownload } from '../attachments/download-attachment.ts'
import { receive } from '../attachments/upload-attachment.ts'
import { parseInput } from '../platform/http.ts'
import { Problem } from '../platform/problems.ts'
import { copyDocuments } from './copy-documents.ts'
import { beginAdding, finishAdding } from './add-documents.ts'
import { openDocument, readDocument, removeDocument } from './open-document.ts'
import { beginDocument, finishDocument } from './upload-document.ts'

const later = { none: 'recorded when it is done' }

/** Documents of templates: bytes come and go as streams, and copies are made between two transactions. */
export function documentRoutes({ app, route, way, endpoints }: Mount): void {
  route(api.readTemplateDocument, readDocument)
  route(api.removeTemplateDocument, removeDocument)

  endpoints.push(api.uploadTemplateDocument, api.downloadTemplateDocument, api.addTemplateDocuments)
  app.route({
    method: api.uploadTemplateDocument.method,
    url: api.uploadTemplateDocument.path,
    bodyLimit: limits.attachmentSizeBytes,
    handler: async (request, reply) => {
      if (request.headers['content-type'] !== 'application/octet-stream') {
        throw new Problem(415, 'media-type-not-supported')
      }
      const endpoint = api.uploadTemplateDocument
      const { query, headers } = request
      const params = request.params as Record<string, unknown>
      const input = parseInput(endpoint, { params, query, headers, body: {} })
      const begun = await enterPractice(way, { ...endpoint, audit: later }, request, params, async (ctx) => ({
        ctx,
        state: await beginDocument(ctx, input),
      }))
      const { ctx, state } = begun
      if ('done' in state) {
        request.raw.resume()
        return reply.send(endpoint.response.parse(state.done))
      }
      const received = await receive(ctx, request, state)
      const view = await enterPractice(way, endpoint, request, params, (after) =>
        finishDocument(after, state, received),
      )
      return reply.send(endpoint.response.parse(view))
    },
  })

  app.route({
    method: api.downloadTemplateDocument.method,
    url: api.downloadTemplateDocument.path,
    handler: async (request, reply) => {
      const endpoint = api.downloadTemplateDocument
      const input = parseInput(endpoint, request)
      const params = request.params as Record<string, unknown>
      const open = await enterPractice(way, endpoint, request, params, (ctx) =>
        openDocument(ctx, { ...input, range: request.headers.range }),
      )
      return answerDownload(reply, await open())
    },
  })

  app.route({
    method: api.addTemplateDocuments.method,
    url: api.addTemplateDocuments.path,
    handler: async (request, reply) => {
      const endpoint = api.addTemplateDocuments
      const input = parseInput(endpoint, request)
      const params = request.params as Record<string, unknown>
      const { ctx, begun } = await enterPractice(
        way,
        { ...endpoint, audit: later },
        request,
        params,
        async (opened) => ({
          ctx: opened,
          begun: await beginAdding(opened, input),
        }),
      )
      const copied = await copyDocuments(ctx, begun)
      const answer = await enterPractice(way, endpoint, request, params, (after) => finishAdding(after, begun, copied))
      return reply.send(endpoint.response.parse(answer))
    },
  })
}
