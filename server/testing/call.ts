import type { Endpoint, WireInputOf, WireResultOf } from '../../shared/endpoint.ts'
import { requestOf } from './request-of.ts'
import type { TestHouse } from './test-house.ts'

/** Who sends: a person of the factories, or `anyone(house)` for somebody who is not signed in. */
export type Caller = { id?: string; as: Record<string, string> }
export type Answer<E extends Endpoint> = { status: number; body: WireResultOf<E>; headers: Record<string, unknown> }

type Loose<T> = Omit<T, 'membershipId'> & { membershipId?: string }

/** One request through the real server. `input` holds params, query and body together; the caller's membership is filled in. */
export async function call<E extends Endpoint>(
  house: TestHouse,
  caller: Caller,
  endpoint: E,
  input: Loose<WireInputOf<E>>,
): Promise<Answer<E>> {
  const answer = await callLoosely(house, caller, endpoint, input as Record<string, unknown>)
  return answer as Answer<E>
}

/** The same without types, for bad input; fields the endpoint does not know go into the body (or the query of a GET). */
export async function callLoosely(
  house: TestHouse,
  caller: Caller,
  endpoint: Endpoint,
  input: Record<string, unknown>,
): Promise<{ status: number; body: unknown; headers: Record<string, unknown> }> {
  const response = await house.app.inject(requestOf(endpoint, caller, input))
  return { status: response.statusCode, body: parse(response.body), headers: response.headers }
}

/** Somebody who is not signed in, on our own pages. */
export function anyone(house: TestHouse): Caller {
  return { as: ownPage(house) }
}

/** The headers that our own pages send with every request. */
export function ownPage(house: TestHouse): Record<string, string> {
  return { 'x-threadwell': '1', origin: house.way.house.config.publicUrl }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
