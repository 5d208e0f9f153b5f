import type { At, Operation } from './operations/operation.ts'
import type { Call } from './routes.ts'
import type { Sent } from './http.ts'

/** A valid request of this call, with these ids in their places. */
export function requestOf(
  call: Call,
  operation: Operation,
  at: At,
  more: { membershipId: string | undefined; from: string },
): Sent {
  const lists = operation.lists ?? []
  const plain = Object.entries(at.ids).filter(([name]) => operation.within?.includes(name) !== true)
  const named = plain.map(([name, id]) => [name, lists.includes(name) ? [id] : id] as const)
  const fields: Record<string, unknown> = {
    ...Object.fromEntries(named),
    ...operation.rest?.(at),
    ...(more.membershipId !== undefined && { membershipId: more.membershipId }),
  }
  const inPath = [...call.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')
  const path = call.path.replaceAll(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(String(fields[name])))
  const query = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (call.query.includes(name) ? [[name, String(value)]] : [])),
  )
  const body = Object.fromEntries(
    Object.entries(fields).filter(([name]) => ![...inPath, ...call.query, ...call.headers].includes(name)),
  )
  const bytes = operation.bytes?.(at)
  const hasBody = bytes === undefined && call.method !== 'GET' && (call.hasBody || call.method !== 'DELETE')
  return {
    method: call.method,
    path: query.size > 0 ? `${path}?${query}` : path,
    headers: {
      ...at.caller.headers,
      'x-forwarded-for': more.from,
      'user-agent': 'canary',
      ...Object.fromEntries(call.headers.map((name) => [name, String(fields[name])])),
      ...(bytes && { 'content-type': 'application/octet-stream' }),
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    ...(bytes && { body: bytes }),
    ...(hasBody && { body: JSON.stringify(body) }),
  }
}
