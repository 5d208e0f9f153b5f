import type { FastifyRequest } from 'fastify'
import { Problem } from './problems.ts'

/**
 * Cross-site request forgery: what changes state must come from our own pages. Three signs, all required: the origin, a
 * header that a form cannot send, and (through the parser) a JSON or octet-stream body.
 */
export function guardOrigin(request: FastifyRequest, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return
  }
  const origin = request.headers.origin
  const site = request.headers['sec-fetch-site']
  const isOwn = origin !== undefined ? origin === publicUrl : site === undefined || site === 'same-origin'
  if (!isOwn || (site !== undefined && site !== 'same-origin') || request.headers['x-threadwell'] !== '1') {
    throw new Problem(403, 'cross-site-request')
  }
}
