import { createContext, use } from 'react'

/** Goes to an address of this application without loading the document again. */
export type Navigate = (href: string, how?: 'push' | 'replace') => void

/** Each audience's router gives its own; without one, links load the document. */
export const NavigateContext = createContext<Navigate>((href) => location.assign(href))

export function useNavigate(): Navigate {
  return use(NavigateContext)
}
