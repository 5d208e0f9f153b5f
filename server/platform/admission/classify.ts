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
    if (!url.startsWith('/api/') && !url.startsWith('/calendar/')) {
      return null
    }
    const queryAt = url.indexOf('?')
    const path = queryAt < 0 ? url : url.slice(0, queryAt)
    return lines.get(`${method} ${path.replaceAll(anyId, '/:')}`) ?? 'usual'
  }
}

function lineOf(urgency: Urgency | undefined): LineName {
  return urgency ?? 'usual'
}

const anyId = /\/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}(?=\/|$)/gi
