import type { ReactNode } from 'react'

type Marks = readonly (readonly [number, number])[]

/** A text with the words that were found in it marked. */
export function Marked({ text, marks }: { text: string; marks: Marks }): ReactNode {
  const parts: ReactNode[] = []
  let at = 0
  for (const [start, end] of marks) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}
