import { useQuery } from '@tanstack/react-query'
import { addresses } from '../../account/addresses.ts'
import type { Session } from '../../account/session.ts'
import { call } from '../../api/client.ts'
import type { Answer } from '../read.ts'

export function useSession(): Answer<Session> {
  return useQuery<Session>({
    queryKey: ['GET /api/session'],
    queryFn: ({ signal }) => call('GET /api/session', {}, { signal }),
  })
}

/** Ends the session and leaves for a new document: nothing read stays in memory. */
export async function signOut(): Promise<void> {
  await call('DELETE /api/session', {})
  location.assign(`${addresses.signIn}?left`)
}
