import type { Endpoint, WireInputOf, WireResultOf } from '../../shared/endpoint.ts'

/** Somebody of the demonstration, as its list gives them. */
export type Listed = { name: string; role: string; practice: string; url: string }
/** A person who is signed in: calls go through HTTP like a browser's. */
export type Person = { name: string; role: string; id: string; practiceId: string; cookie: string; origin: string }
export type Refused = { refused: { status: number; code: string; fields?: { path: string; code: string }[] } }

/** Everybody the demonstration has sign-in links for. */
export async function listPeople(url: string): Promise<Listed[]> {
  const answer = await fetch(`${url}/demo/people`)
  if (!answer.ok) {
    throw new Error(`${url} is no running demonstration: start one with npm run demo`)
  }
  return (await answer.json()) as Listed[]
}

/** Opens the link as a browser would and keeps the session's cookie; one entry for each membership. */
export async function signIn(origin: string, listed: Listed): Promise<Person[]> {
  const opened = await fetch(listed.url, { redirect: 'manual' })
  const cookie = opened.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ')
  const answer = await fetch(`${origin}/api/session`, { headers: { cookie } })
  const session = (await answer.json()) as {
    memberships: { id: string; kind: string; role: string | null; status: string; practice: { id: string } }[]
  }
  return session.memberships
    .filter((membership) => membership.status === 'confirmed')
    .map((membership) => ({
      name: listed.name,
      role: membership.role ?? membership.kind,
      id: membership.id,
      practiceId: membership.practice.id,
      cookie,
      origin,
    }))
}

type Loose<T> = Omit<T, 'membershipId'>

/** One call of the contract. A refusal is an answer too: status, code and fields. */
export async function call<E extends Endpoint>(
  person: Person,
  endpoint: E,
  input: Loose<WireInputOf<E>>,
): Promise<WireResultOf<E> | Refused> {
  const fields = { ...input, membershipId: person.id } as Record<string, unknown>
  const query = new URLSearchParams()
  const body: Record<string, unknown> = {}
  let path = endpoint.path
  for (const [name, value] of Object.entries(fields)) {
    if (endpoint.params && name in endpoint.params.shape) {
      path = path.replace(`:${name}`, encodeURIComponent(String(value)))
    } else if (endpoint.query && name in endpoint.query.shape) {
      query.append(name, String(value))
    } else {
      body[name] = value
    }
  }
  const hasBody = endpoint.body !== undefined
  const answer = await fetch(`${person.origin}${path}${query.size > 0 ? `?${query}` : ''}`, {
    method: endpoint.method,
    headers: {
      cookie: person.cookie,
      origin: person.origin,
      'x-threadwell': '1',
      ...(hasBody && { 'content-type': 'application/json' }),
    },
    ...(hasBody && { body: JSON.stringify(body) }),
  })
  const json = (await answer.json()) as WireResultOf<E>
  return answer.ok ? json : { refused: { ...(json as Refused['refused']), status: answer.status } }
}

export function isRefused(answer: unknown): answer is Refused {
  return typeof answer === 'object' && answer !== null && 'refused' in answer
}
