import { useEffect, useRef, type ReactNode } from 'react'
import type { ApiProblem } from '../api/problem.ts'

type Props = { problem: ApiProblem | null; children: ReactNode }

/** Around what a refused form says on top: whoever pressed the button at its end is taken there each time that it is new. */
export function TakesFocus({ problem, children }: Props): ReactNode {
  const ref = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (problem) {
      ref.current?.focus()
    }
  }, [problem])

  return (
    <div ref={ref} tabIndex={-1}>
      {children}
    </div>
  )
}
