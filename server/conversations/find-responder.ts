import type { Cover } from '../absences/load-cover.ts'
import type { Actor, Context } from '../access/context.ts'
import { type Addressee, chooseResponder, type Responder } from '../routing/choose-responder.ts'
import type { OpenTask } from '../tasks/request-response.ts'
import { addresseeOf } from '../tasks/plan-cover.ts'

type Facts = { care_team_id: string; responsible_id: string | null; responsible_works_here: boolean }

/**
 * Who acts in a conversation now. What is open is for whom it is; otherwise it is for who answered last, if they still work
 * in this inbox, and for the inbox. A rule may name somebody for what is new.
 */
export function findResponder(
  ctx: Context,
  head: Facts,
  task: OpenTask | undefined,
  cover: Cover,
  ruledOwnerId: string | null = null,
): Responder {
  const addressee: Addressee =
    task === undefined
      ? {
          personId: ruledOwnerId ?? (head.responsible_works_here ? head.responsible_id : null),
          careTeamId: head.care_team_id,
        }
      : addresseeOf({ ...task, home_care_team_id: task.for_care_team_id ?? head.care_team_id })
  return chooseResponder(cover, addressee, ctx.now)
}

/** For whom a colleague writes: for one who is away, when they or their inbox act in that person's place. */
export function writesFor(actor: Actor, responder: Responder): string | null {
  if (actor.kind !== 'practitioner' || responder.coveringFor?.kind !== 'practitioner') {
    return null
  }
  const { ownerId, coveringFor } = responder
  return (ownerId === null || ownerId === actor.id) && coveringFor.id !== actor.id ? coveringFor.id : null
}
