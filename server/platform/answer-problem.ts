import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { InvalidTransitionError } from '../../shared/machine.ts'
import { common as en } from '../../shared/locales/en/common.ts'
import { common as fr } from '../../shared/locales/fr/common.ts'
import { fieldKey, problemKey } from '../../shared/problem-keys.ts'
import { limits } from '../../shared/limits.ts'
import { isDatabaseAway } from './database-away.ts'
import type { Logger } from './log.ts'
import { busy, conflict, noRoom, Problem } from './problems.ts'
import { isStoreAway } from './store-away.ts'

/** Turns whatever was thrown into one RFC 9457 document; what nobody foresaw is logged once and answers without detail. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  const problem = problemOf(error)
  if (problem.status >= 500 && !isToldOnce(error)) {
    const { status } = problem
    log.error({ requestId: request.id, route: request.routeOptions.url, status, err: error }, 'request failed')
  }
  if (problem.retryAfterSeconds !== undefined) {
    reply.header('retry-after', String(problem.retryAfterSeconds))
  }
  const language = /^\s*fr\b/i.test(request.headers['accept-language'] ?? '') ? 'fr' : 'en'
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...problemDocument(problem, language), instance: `urn:uuid:${request.id}` }))
}

/** What is refused for want of room is in the log once, when that begins: a line for each would use up what is left. */
function isToldOnce(error: unknown): boolean {
  return error instanceof Problem && ['no-room-for-files', 'writing-no-room'].includes(error.code)
}

/** The document of RFC 9457, without the request it answers. */
export function problemDocument(problem: Problem, language: 'en' | 'fr'): Record<string, unknown> {
  const { problems, fieldProblems } = language === 'fr' ? fr : en
  return {
    type: `https://threadwell.example/problems/${problem.code}`,
    title: problems[problemKey(problem)],
    status: problem.status,
    code: problem.code,
    ...(problem.fields.length > 0 && {
      fields: problem.fields.map((field) => ({ ...field, message: fieldProblems[fieldKey(field.code)] })),
    }),
    ...(Object.keys(problem.facts).length > 0 && { facts: problem.facts }),
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) {
    return error
  }
  if (error instanceof InvalidTransitionError) {
    return conflict('not-possible-now', { state: error.state, event: error.event })
  }
  const { code = '', statusCode } = error as Partial<FastifyError>
  if (isDatabaseAway(error)) {
    return busy()
  }
  if (isStoreAway(error)) {
    return busy(limits.storeRetrySeconds)
  }
  switch (code) {
    // The volume of the files is full, or takes no longer file.
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return noRoom('no-room-for-files')
    // It fails: nothing was kept of what it did not say it has.
    case 'EIO':
      return busy(limits.diskRetrySeconds)
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem(413, 'body-too-large')
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem(415, 'media-type-not-supported')
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new Problem(400, 'json-malformed')
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new Problem(statusCode, 'bad-request')
  }
  return new Problem(500, 'unexpected')
}
