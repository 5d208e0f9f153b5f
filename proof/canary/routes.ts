// Every route there is, from three sources that do not know of each other: the router, the contract that is served, and the
// FHIR CapabilityStatement where one is served. What one of them has and the crawl does not is a finding.
import type { App } from '../../server/app.ts'

/** One call of the contract, as /api/openapi.json describes it. */
export type Call = {
  name: string
  method: string
  path: string
  audience: 'anyone' | 'account' | 'member'
  query: string[]
  headers: string[]
  hasBody: boolean
}
export type Route = { method: string; path: string }

type Parameter = { name: string; in: string; schema?: Schema }
type Schema = { type?: string; format?: string; enum?: unknown[]; pattern?: string; const?: unknown; anyOf?: Schema[] }
type Document = {
  paths: Record<
    string,
    Record<string, { operationId: string; security?: unknown[]; parameters: Parameter[]; requestBody?: unknown }>
  >
}

/** The lines of the router's own tree, put together to whole paths. */
export function routesOf(app: App): Route[] {
  const parents: string[] = []
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', segment = '', methods] = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/u.exec(line) ?? []
      if (segment === '') {
        return []
      }
      const depth = indent.length / 4
      const path = (parents[depth - 1] ?? '') + segment
      parents[depth] = path
      return (methods?.split(', ') ?? []).map((method) => ({ method, path }))
    })
}

export function callsOf(document: unknown): Call[] {
  return Object.entries((document as Document).paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: operation.operationId,
      method: method.toUpperCase(),
      path: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      audience: path.startsWith('/api/as/') ? 'member' : operation.security === undefined ? 'anyone' : 'account',
      query: operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      headers: operation.parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name),
      hasBody: operation.requestBody !== undefined,
    })),
  )
}

/**
 * Parameters of the address into which a person could type anything: addresses end up in logs and histories, so there must
 * be none. A place in a list is a code of the server's own.
 */
export function freeTextInAddresses(document: unknown): string[] {
  const codes = ['cursor']
  return Object.entries((document as Document).paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { parameters }]) =>
      parameters
        .filter((parameter) => parameter.in !== 'header')
        .filter(({ name, schema }) => !codes.includes(name) && schema !== undefined && isFree(schema))
        .map(({ name }) => `${method.toUpperCase()} ${path}: ${name}`),
    ),
  )
}

function isFree(schema: Schema): boolean {
  if (schema.anyOf !== undefined) {
    return schema.anyOf.some(isFree)
  }
  const isBound =
    schema.format !== undefined || schema.enum !== undefined || schema.pattern !== undefined || 'const' in schema
  return !isBound && !['integer', 'number', 'boolean', 'null'].includes(schema.type ?? 'string')
}

type Capability = { rest?: { resource?: { type: string; interaction?: { code: string }[] }[] }[] }

/** What a FHIR server says it can do, as "read Patient"; nothing where none is served. */
export function capabilitiesOf(statement: unknown): string[] {
  const { rest = [] } = statement as Capability
  return rest.flatMap(({ resource = [] }) =>
    resource.flatMap(({ type, interaction = [] }) => interaction.map(({ code }) => `${code} ${type}`)),
  )
}
