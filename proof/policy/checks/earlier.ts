// What a colleague asked for earlier is done as theirs: with the role they have now, in their practice, and not at all when they may
// not act there any more.
import type { SystemActor } from '../../../server/access/context.ts'
import { contextFor } from '../acting.ts'
import type { Ground } from '../ground.ts'
import type { Product } from '../product.ts'
import { now } from '../relations.ts'
import type { Tally } from '../tally.ts'

export async function checkEarlier(product: Product, { grid, stage }: Ground, tally: Tally): Promise<void> {
  const [full = '', subject = ''] = grid.practices
  const confirmed = grid.members.filter(({ practice }) => practice === full).map(({ id, part }) => ({ id, role: part }))
  const others = [grid.strays.onlyFirst, grid.strays.patient, ...grid.strays.standings.map(({ id }) => id)]
  for (const practiceId of [full, subject]) {
    const worker: SystemActor = { kind: 'system', id: null, practiceId }
    await stage.bare.transact({ practiceId, actorId: practiceId, requestId: practiceId }, async (tx) => {
      const { ctx } = contextFor(tx, worker, now)
      for (const { id, role } of [...confirmed, ...others.map((other) => ({ id: other, role: null }))]) {
        const asked = { id, sessionId: 'earlier' }
        const found = await product.asPractitioner.asPractitioner(
          ctx as Parameters<typeof product.asPractitioner.asPractitioner>[0],
          asked,
        )
        const should = role === null || practiceId !== full ? null : ['practitioner', id, full, id, 'earlier', role]
        const { actor } = found ?? {}
        const answer = actor && [actor.kind, actor.id, actor.practiceId, actor.accountId, actor.sessionId, actor.role]
        tally.look('asked for earlier')
        if (found === undefined || JSON.stringify(answer ?? null) !== JSON.stringify(should)) {
          tally.differ(
            `asked for earlier by ${role ?? 'nobody who may'}: the policy says ${should}, the product ${answer}`,
          )
        }
      }
    })
  }
}
