import type { Endpoint, Urgency } from '../../../shared/endpoint.ts'

/** The lines, the more urgent ones first; files last as long as their client's line is slow, and have places of their own. */
export const lineNames = ['first', 'usual', 'last', 'files'] as const
export type LineName = (typeof lineNames)[number]

/**
 * In which line a request stands, by its method and the shape of its path alone. Null: health, and the files of the pages, which
 * cost little and without which nobody reads why to wait.
 */
export function createClassifier(endpoints: readonly Endpoint[]): (method: string, url: string) => LineName | null {
  const lines = new Map<string, LineName>(
    endpoints.map(({ method, path, urgency, isFile }) => [
      `${method} ${path.replaceAll(/:\w+/g, ':')}`,
      isFile === true ? 'files' : lineOf(urgency),
    ]),
  )
  return (method, url) => {
    const queryAt = url.indexOf('?')
    const path = asRouted(queryAt < 0 ? url : url.slice(0, queryAt))
    if (!path.startsWith('/api/') && !path.startsWith('/calendar/')) {
      return null
    }
    return lines.get(`${method} ${path.replaceAll(anyId, '/:')}`) ?? 'usual'
  }
}

/** The router reads "/%61pi" and "http://anything/api" as "/api": who spells an address otherwise stands in the same line. */
function asRouted(address: string): string {
  const path = address.startsWith('/') ? address : address.replace(/^https?:\/\/[^/]*\//i, '/')
  if (!path.includes('%')) {
    return path
  }
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function lineOf(urgency: Urgency | undefined): LineName {
  return urgency ?? 'usual'
}

const anyId = /\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}(?=\/|$)/gi
