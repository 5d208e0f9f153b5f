import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Endpoint, InputOf, ResultOf } from '../../shared/endpoint.ts'
import { invalid, notFound } from './problems.ts'

/** Opens the transaction and the context for one request, runs the work in it and commits; made by app.ts from access/. */
export type Enter<Member, Directory> = <E extends Endpoint, T>(
  endpoint: E,
  request: FastifyRequest,
  reply: FastifyReply,
  params: Record<string, unknown>,
  work: (ctx: ContextFor<E, Member, Directory>) => Promise<T>,
  /** It may share a transaction with others of its practice that are not about the same (see gather.ts). */
  about?: string,
) => Promise<T>

export type ContextFor<E extends Pick<Endpoint, 'audience'>, Member, Directory> = E['audience'] extends 'member'
  ? Member
  : Directory

/** Mounts one endpoint on one use case: the only way from HTTP to a use case. */
export type RouteOf<Member, Directory> = <E extends Endpoint>(
  endpoint: E,
  useCase: (ctx: ContextFor<E, Member, Directory>, input: InputOf<E>) => Promise<ResultOf<E>>,
  options?: {
    /** For what many do at a time: what a request is about, in one word. Those about different things share a transaction. */
    together?: (input: InputOf<E>) => string
  },
) => void

/** The route function of a server; `seen` lists what was mounted, for the documentation and for the tests that read the table. */
export function createRoute<Member, Directory>(
  app: FastifyInstance,
  enter: Enter<Member, Directory>,
  seen: Endpoint[] = [],
): RouteOf<Member, Directory> {
  return (endpoint, useCase, { together } = {}) => {
    seen.push(endpoint)
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      handler: async (request, reply) => {
        const input = parseInput(endpoint, request)
        // The response is parsed inside the transaction: a broken contract rolls back instead of leaking a column.
        const params = request.params as Record<string, unknown>
        const work = async (ctx: Parameters<typeof useCase>[0]) => endpoint.response.parse(await useCase(ctx, input))
        const body = await enter(endpoint, request, reply, params, work, together?.(input))
        return reply.send(body)
      },
    })
  }
}

/** Params, query, headers and body as one object; 422 names each field, 404 answers an id that is none. */
export function parseInput<E extends Endpoint>(
  endpoint: E,
  request: Pick<FastifyRequest, 'params' | 'query' | 'headers' | 'body'>,
): InputOf<E> {
  const params = (endpoint.params ?? nothing).safeParse(request.params)
  if (!params.success) {
    throw notFound()
  }
  const { query: querySchema, body: bodySchema } = strictSchemas(endpoint)
  const query = querySchema.safeParse(request.query, { reportInput: true })
  // Of the headers only those that the endpoint names: there are always others.
  const headers = (endpoint.headers ?? nothing).safeParse(request.headers, { reportInput: true })
  const body = bodySchema.safeParse(request.body ?? {}, { reportInput: true })
  const issues = [query, headers, body].flatMap(({ error }) => error?.issues ?? [])
  if (!query.success || !headers.success || !body.success) {
    throw invalid(...issues.flatMap(fieldProblems))
  }
  return { ...params.data, ...query.data, ...headers.data, ...body.data } as InputOf<E>
}

const nothing = z.object({})
type Strict = { query: z.ZodObject; body: z.ZodObject }
const known = new WeakMap<Endpoint, Strict>()

/** Made once for each endpoint: Zod writes and compiles a parser for every schema it is first asked to use. */
function strictSchemas(endpoint: Endpoint): Strict {
  const schemas = known.get(endpoint) ?? {
    query: (endpoint.query ?? nothing).strict(),
    body: (endpoint.body ?? nothing).strict(),
  }
  known.set(endpoint, schemas)
  return schemas
}

function fieldProblems(issue: z.core.$ZodIssue) {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [path, key].filter(Boolean).join('.').slice(0, 100),
      code: 'unknown-field',
    }))
  }
  if (issue.code === 'too_big' || issue.code === 'too_small') {
    return [
      {
        path,
        code: issue.code === 'too_big' ? 'too-long' : 'too-short',
        limit: Number(issue.code === 'too_big' ? issue.maximum : issue.minimum),
      },
    ]
  }
  return [{ path, code: issue.code === 'invalid_type' && issue.input === undefined ? 'missing' : 'malformed' }]
}
