import { useLayoutEffect, useRef } from 'react'

/** A new question on the same address begins at the top, as a new page would. */
export function useTop(question: string): void {
  const before = useRef(question)
  useLayoutEffect(() => {
    if (before.current !== question) {
      before.current = question
      scrollTo({ top: 0, behavior: 'instant' })
    }
  }, [question])
}
