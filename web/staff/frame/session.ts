import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call, onSignedOut } from '../../api/client.ts'
import type { OutputOf } from '../../api/routes.ts'
import { saveDrafts } from '../../conversation/draft.ts'
import type { Answer } from '../read.ts'

export type Session = OutputOf<'GET /api/session'>

export function useSession(): Answer<Session> {
  return useQuery<Session>({
    queryKey: ['GET /api/session'],
    queryFn: ({ signal }) => call('GET /api/session', {}, { signal }),
  })
}

/** Where one signs in, to come back here. */
export function signInAddress(): string {
  return `/sign-in?${new URLSearchParams({ next: location.pathname + location.search })}`
}

/** True once a call was answered with "sign in". */
export function useSignedOut(): boolean {
  const [isSignedOut, setIsSignedOut] = useState(false)
  useEffect(() => onSignedOut(() => setIsSignedOut(true)), [])
  return isSignedOut
}

/** Ends the session here and on the server, and leaves nothing of it in this document. */
export async function leave(to: string): Promise<void> {
  await saveDrafts()
  // Without an answer the session ends by itself; this document goes in any case.
  await call('DELETE /api/session', {}).catch(() => undefined)
  location.assign(to)
}
