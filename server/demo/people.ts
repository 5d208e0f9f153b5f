import type { DemoLink } from '../accounts/demo-sign-in.ts'
import type { Way } from '../access/enter.ts'
import { findAccount } from './seed-people.ts'
import { stories } from './seed.ts'

/** Somebody one can sign in as, and why one would. */
export type DemoPerson = DemoLink & { name: string; role: string; practice: string; lookAt: string }

/** Everybody of the story who has an account and something to show, patients first, practice by practice. */
export async function demoPeople(way: Way): Promise<DemoPerson[]> {
  const told = stories.flatMap((story) => [
    ...story.patients.flatMap(({ givenName, familyName, signIn, lookAt }) =>
      lookAt === undefined
        ? []
        : [
            {
              name: `${givenName} ${familyName}`,
              role: 'patient',
              email: signIn,
              leadsTo: '/',
              lookAt,
              practice: story.name,
            },
          ],
    ),
    ...story.colleagues.map(({ name, role, email, lookAt }) => ({
      name,
      role,
      email,
      leadsTo: '/staff',
      lookAt,
      practice: story.name,
    })),
  ])
  const found = await Promise.all(
    told.map(async ({ email, ...person }) => ({ ...person, accountId: await findAccount(way, email) })),
  )
  return found.flatMap(({ accountId, ...person }) => (accountId === null ? [] : [{ ...person, accountId }]))
}
