import { sessionCookie } from '../access/authenticate.ts'
import type { Endpoint, WireInputOf, WireResultOf } from '../../shared/endpoint.ts'
import { ownPage } from './call.ts'
import type { TestHouse } from './test-house.ts'

/** A browser that keeps its cookies between requests: for what happens before and around signing in. */
export type Browser = {
  cookies: Map<string, string>
  /** Every cookie header line it was given, for what they promise. */
  received: string[]
  call<E extends Endpoint>(
    endpoint: E,
    input: WireInputOf<E>,
  ): Promise<{ status: number; body: WireResultOf<E>; code: string; retryAfter: number; text: string }>
  session(): string | undefined
}

export function aBrowser(house: TestHouse, from: { ip?: string; userAgent?: string } = {}): Browser {
  const cookies = new Map<string, string>()
  const received: string[] = []
  return {
    cookies,
    received,
    session: () => cookies.get(sessionCookie),
    async call(endpoint, input) {
      const { url, payload } = requestOf(endpoint, input as Record<string, unknown>)
      const response = await house.app.inject({
        method: endpoint.method,
        url,
        remoteAddress: from.ip ?? '198.51.100.7',
        headers: {
          ...ownPage(house),
          'user-agent': from.userAgent ?? 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(payload !== undefined && { 'content-type': 'application/json' }),
        },
        ...(payload !== undefined && { payload }),
      })
      received.push(...[response.headers['set-cookie'] ?? []].flat())
      for (const { name, value } of response.cookies) {
        if (value === '') {
          cookies.delete(name)
        } else {
          cookies.set(name, value)
        }
      }
      const body = JSON.parse(response.body) as never
      const { code = '' } = body as { code?: string }
      return {
        status: response.statusCode,
        body,
        code,
        retryAfter: Number(response.headers['retry-after'] ?? 0),
        text: response.body,
      }
    },
  }
}

function requestOf(endpoint: Endpoint, input: Record<string, unknown>): { url: string; payload: string | undefined } {
  const body: Record<string, unknown> = {}
  let url = endpoint.path
  for (const [name, value] of Object.entries(input)) {
    if (endpoint.params !== undefined && name in endpoint.params.shape) {
      url = url.replace(`:${name}`, encodeURIComponent(String(value)))
    } else {
      body[name] = value
    }
  }
  return { url, payload: endpoint.method === 'GET' || endpoint.method === 'DELETE' ? undefined : JSON.stringify(body) }
}
