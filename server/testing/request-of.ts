import type { Endpoint } from '../../shared/endpoint.ts'

export type WireRequest = { method: Endpoint['method']; url: string; headers: Record<string, string>; payload?: string }

/**
 * The request of one call, as it goes over the wire. `input` holds params, query, headers and body together; fields that the
 * endpoint does not know go into the body, or the query where there is none.
 */
export function requestOf(
  endpoint: Endpoint,
  caller: { id?: string; as: Record<string, string> },
  input: Record<string, unknown>,
): WireRequest {
  const fields = { membershipId: caller.id, ...input }
  const hasBody = endpoint.body !== undefined || !['GET', 'DELETE'].includes(endpoint.method)
  const query = new URLSearchParams()
  const headers: Record<string, string> = {}
  const body: Record<string, unknown> = {}
  let path = endpoint.path
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) {
      continue
    }
    if (endpoint.params && name in endpoint.params.shape) {
      path = path.replace(`:${name}`, encodeURIComponent(String(value)))
    } else if (endpoint.headers && name in endpoint.headers.shape) {
      headers[name] = String(value)
    } else if ((endpoint.query && name in endpoint.query.shape) || !hasBody) {
      if (name !== 'membershipId') {
        query.append(name, String(value))
      }
    } else if (name !== 'membershipId') {
      body[name] = value
    }
  }
  return {
    method: endpoint.method,
    url: query.size > 0 ? `${path}?${query}` : path,
    headers: { ...caller.as, ...headers, ...(hasBody && { 'content-type': 'application/json' }) },
    ...(hasBody && { payload: JSON.stringify(body) }),
  }
}
