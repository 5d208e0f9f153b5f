import type { Role } from '../../shared/people.ts'
import type { Context, PatientActor, PractitionerActor } from '../access/context.ts'
import type { Way } from '../access/enter.ts'
import { openKeyring } from '../access/keyring.ts'
import { uuidv7 } from '../platform/ids.ts'

/** Somebody of the story, once they have ids; `role` is a colleague's, and who has no account only ever gets messages. */
export type Character = { key: string; id: string; accountId: string | null; practiceId: string; role: Role | null }

/**
 * Has somebody of the story do something at a moment of the story, by the product's own use case: one transaction, with
 * its permissions and its audit entry, as if they had sent the request then.
 */
export async function actAs<Input, Result>(
  way: Way,
  character: Character,
  at: Date,
  useCase: (ctx: Context, input: Input & { membershipId: string }) => Promise<Result>,
  input: Input,
): Promise<Result> {
  const { practiceId, id } = character
  const requestId = uuidv7(at)
  const later: (() => void)[] = []
  const result = await way.db.transact({ practiceId, actorId: id, requestId }, async (tx) =>
    useCase(
      {
        tx,
        now: at,
        actor: actorOf(character, requestId),
        requestId,
        client: null,
        house: way.house,
        keys: await openKeyring(way.keyCache, tx, practiceId, at),
        afterCommit: (run) => later.push(run),
        recorded: [],
      },
      { ...input, membershipId: id },
    ),
  )
  later.forEach((run) => run())
  return result
}

/** The story's people have not signed in: each act is a session of its own. */
function actorOf({ id, practiceId, accountId, role }: Character, sessionId: string): PatientActor | PractitionerActor {
  if (accountId === null) {
    throw new Error('whoever has no account does nothing')
  }
  const common = { id, practiceId, accountId, sessionId }
  return role === null ? { kind: 'patient', ...common } : { kind: 'practitioner', role, ...common }
}
