import { useState } from 'react'
import { ApiProblem } from '../api/problem.ts'

/**
 * Saves on the version that a form was filled in on, though a newer one may have been read meanwhile. Once a refusal has said that
 * it is newer, and the page shows it, saving again is meant.
 */
export function useVersion(
  first: number,
): <T extends { version: number }>(send: (version: number) => Promise<T>) => Promise<T> {
  const [version, setVersion] = useState(first)
  return async (send) => {
    try {
      const saved = await send(version)
      setVersion(saved.version)
      return saved
    } catch (error) {
      const newest = error instanceof ApiProblem && error.code === 'changed-meanwhile' ? error.facts['version'] : null
      if (typeof newest === 'number') {
        setVersion(newest)
      }
      throw error
    }
  }
}
