import { Suspense, useEffect, useLayoutEffect, useSyncExternalStore, type ComponentType, type ReactNode } from 'react'
import { NavigateContext, type Navigate } from './components/navigation.ts'

/** Names and their patterns: `{ home: '/', conversation: '/conversations/:conversationId' }`. */
export type Routes = Readonly<Record<string, string>>
/** The parameters of a pattern, all strings: `{ conversationId: string }`. */
export type ParamsOf<Pattern extends string> = Pattern extends `${infer Part}/${infer Rest}`
  ? ParamsOf<Part> & ParamsOf<Rest>
  : Pattern extends `:${infer Name}`
    ? { [N in Name]: string }
    : unknown
/** One component per route, given the parameters of its pattern as props; may be lazy. */
export type Pages<R extends Routes> = { [Name in keyof R]: ComponentType<ParamsOf<R[Name]>> }

/** The address of a route: `hrefTo(routes.home)`, `hrefTo(routes.conversation, { conversationId })`. */
export function hrefTo<Pattern extends string>(
  pattern: Pattern,
  ...[params]: unknown extends ParamsOf<Pattern> ? [] : [params: ParamsOf<Pattern>]
): string {
  const values: Readonly<Record<string, string>> = params ?? {}
  return pattern.replaceAll(/:(\w+)/g, (_match, name: string) => encodeURIComponent(values[name] ?? ''))
}

/** The first route whose pattern fits a path, with its parameters decoded. */
export function matchRoute(routes: Routes, path: string): { name: string; params: Record<string, string> } | undefined {
  const parts = path.split('/').filter(Boolean)
  for (const [name, pattern] of Object.entries(routes)) {
    const params = paramsFor(pattern.split('/').filter(Boolean), parts)
    if (params) {
      return { name, params }
    }
  }
  return undefined
}

function paramsFor(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) {
    return undefined
  }
  const params: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? ''
    if (expected.startsWith(':')) {
      params[expected.slice(1)] = decoded(part)
    } else if (expected !== part) {
      return undefined
    }
  }
  return params
}

/** A badly encoded address is somebody's typing error, not ours to fall over. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const listeners = new Set<() => void>()

/** Goes to an address inside the patient's pages; the old page's scroll position is kept for the way back. */
export const navigate: Navigate = (href, how = 'push') => {
  history.replaceState({ scroll: scrollY }, '')
  history[how === 'push' ? 'pushState' : 'replaceState']({ scroll: 0 }, '', href)
  listeners.forEach((listener) => listener())
}

/** The path of the present address. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname)
}

/** What stands after the question mark of the present address. */
export function useSearch(): URLSearchParams {
  return new URLSearchParams(useSyncExternalStore(subscribe, () => location.search))
}

/** Shows the page of the present address. A new page starts at its top; going back returns to where the reader was. */
export function Router<R extends Routes>(props: {
  routes: R
  pages: Pages<R>
  missing: ComponentType
  loading: ReactNode
}): ReactNode {
  // The page reads what stands after the question mark itself, and is rendered anew when it changes.
  const [path = '/'] = useSyncExternalStore(subscribe, () => location.pathname + location.search).split('?')
  const match = matchRoute(props.routes, path)

  useEffect(() => {
    history.scrollRestoration = 'manual'
  }, [])

  // The name was found among the routes, and the parameters by its own pattern.
  const Found = match ? (props.pages[match.name] as ComponentType<Record<string, string>>) : props.missing
  return (
    <NavigateContext value={navigate}>
      <Suspense fallback={props.loading} key={path}>
        <Found {...match?.params} />
        <ScrollPosition />
      </Suspense>
    </NavigateContext>
  )
}

/** Within the Suspense, so that it scrolls when the page is there, not while its code is on the way. */
function ScrollPosition(): ReactNode {
  useLayoutEffect(() => {
    const state = history.state as { scroll?: number } | null
    scrollTo({ top: state?.scroll ?? 0, behavior: 'instant' })
  }, [])
  return null
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    removeEventListener('popstate', listener)
  }
}
