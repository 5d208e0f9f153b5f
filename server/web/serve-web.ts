import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'

/**
 * Serves the built web application: files by name, and for every other address the page of its audience, whose script
 * reads the address. Names of files change with their content, so browsers keep them; the pages are asked for anew.
 */
export async function serveWeb(app: App, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    globIgnore: ['**/*.{html,br,gz}'],
    setHeaders: (reply, path) => {
      reply.header('cache-control', cacheControlOf(path))
    },
  })
  app.route({ method: ['GET', 'HEAD'], url: '/*', handler: sendPage })
}

function cacheControlOf(path: string): string {
  if (/\.html(?:\.br|\.gz)?$/.test(path)) {
    return 'no-store'
  }
  return path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/** What belongs to the server, or names a file, is not there; it does not turn into a page. */
function sendPage(request: FastifyRequest, reply: FastifyReply): FastifyReply | void {
  const path = request.url.split('?')[0] ?? '/'
  if (/^\/(?:api|demo)(?:\/|$)/.test(path) || /\.[^/]*$/.test(path)) {
    reply.callNotFound()
    return
  }
  return reply.sendFile(/^\/staff(?:\/|$)/.test(path) ? 'staff.html' : 'index.html')
}
