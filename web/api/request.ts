const methodsWithBody = new Set(['POST', 'PUT', 'PATCH'])

export type WireRequest = { method: string; url: string; body: string | null }

/**
 * The request of a route ('PUT /api/drafts/:draftId') for one flat input: fields named in the path go there, the others
 * into the JSON body, or into the query where the method has no body. Undefined fields are left out.
 */
export function requestFor(route: string, input: Readonly<Record<string, unknown>>): WireRequest {
  const [method = '', pattern = ''] = route.split(' ')
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined))
  const path = pattern.replaceAll(/:(\w+)/g, (_match, name: string) => {
    const value = rest.get(name)
    if (typeof value !== 'string' || value === '') {
      throw new Error(`${route} needs ${name}`)
    }
    rest.delete(name)
    return encodeURIComponent(value)
  })
  if (methodsWithBody.has(method)) {
    return { method, url: path, body: JSON.stringify(Object.fromEntries(rest)) }
  }
  const query = new URLSearchParams([...rest].map(([name, value]) => [name, String(value)]))
  return { method, url: query.size > 0 ? `${path}?${query}` : path, body: null }
}
