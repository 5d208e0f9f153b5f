import { useEffect, useState } from 'react'

const pauseMs = 300

/** What was typed, once nothing was for a moment: a search is a look at people, and is recorded. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
