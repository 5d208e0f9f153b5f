import { createContext, lazy, use, useCallback, useState, type ComponentType, type ReactNode } from 'react'
import { FailedRead } from '../components/Failure.tsx'

const RetryContext = createContext(() => {})

/**
 * A page whose code is fetched when it is first shown. Without a line it says so in its place, and fetches again when it
 * is asked to: nothing else on the screen is lost.
 */
export function lazyPage<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const fetchPage = () =>
    lazy(async (): Promise<{ default: ComponentType<object> }> => {
      try {
        // It is given its own props below, whatever they are.
        return { default: (await load()) as ComponentType<object> }
      } catch {
        return { default: NotFetched }
      }
    })
  let Fetched = fetchPage()

  return function LazyPage(props: Props): ReactNode {
    const [, setAttempt] = useState(0)
    const retry = useCallback(() => {
      Fetched = fetchPage()
      setAttempt((attempt) => attempt + 1)
    }, [])
    return (
      <RetryContext value={retry}>
        <Fetched {...(props as object)} />
      </RetryContext>
    )
  }
}

function NotFetched(): ReactNode {
  const retry = use(RetryContext)
  return <FailedRead problem={{ status: 0, code: navigator.onLine ? 'unreachable' : 'offline' }} onRetry={retry} />
}
