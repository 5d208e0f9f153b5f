import { useEffect, useRef } from 'react'

/**
 * Gives the focus to the element with this id once nothing is open beside the list, and the page shows it. To be called where the
 * page with the list is drawn, and not within it: a page's heading takes the focus when it is drawn anew.
 */
export function useWayBack(openId: string | undefined): (elementId: string) => void {
  const to = useRef<string | null>(null)

  useEffect(() => {
    if (openId === undefined && to.current !== null) {
      document.getElementById(to.current)?.focus()
      to.current = null
    }
  }, [openId])

  return (elementId) => {
    to.current = elementId
  }
}
