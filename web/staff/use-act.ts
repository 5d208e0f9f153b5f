import { useState } from 'react'
import { ApiProblem } from '../api/problem.ts'

/** One act under way at a time, and why the last one was refused. */
export type Act = {
  isBusy: boolean
  problem: ApiProblem | null
  /** Runs it unless one is running; undefined when it was refused. */
  run: <T>(act: () => Promise<T>) => Promise<T | undefined>
  clear: () => void
}

export function useAct(): Act {
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<ApiProblem | null>(null)

  async function run<T>(act: () => Promise<T>): Promise<T | undefined> {
    if (isBusy) {
      return undefined
    }
    setIsBusy(true)
    setProblem(null)
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof ApiProblem)) {
        throw error
      }
      // That the session has ended, signing in says in the page's place; afterwards it is no longer true.
      setProblem(error.status === 401 ? null : error)
      return undefined
    } finally {
      setIsBusy(false)
    }
  }

  return { isBusy, problem, run, clear: () => setProblem(null) }
}
