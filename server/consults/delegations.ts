import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { consults as api } from '../../shared/api/consults.ts'
import { isPrescriber, mayWriteFor } from '../../shared/consult.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { conflict, forbidden, invalid, notFound } from '../platform/problems.ts'
import { holdColleague } from '../tasks/hold-colleague.ts'

/** Who may write in the reader's name, and in whose name the reader may. */
export async function listDelegations(ctx: Context): Promise<ResultOf<typeof api.listDelegations>> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner') {
    throw forbidden()
  }
  const [rows, staff] = await Promise.all([
    ctx.tx
      .selectFrom('delegations')
      .selectAll()
      .where('practice_id', '=', actor.practiceId)
      .where('ended_at', 'is', null)
      .where((eb) => eb.or([eb('practitioner_id', '=', actor.id), eb('delegate_id', '=', actor.id)]))
      .orderBy('saved_at')
      .limit(limits.delegations)
      .execute(),
    practitionerNames(ctx),
  ])
  return {
    items: rows.flatMap((row) => {
      const [practitioner, delegate] = [staff.get(row.practitioner_id), staff.get(row.delegate_id)]
      return practitioner === undefined || delegate === undefined
        ? []
        : [
            {
              practitioner,
              delegate,
              needsCoSign: row.needs_co_sign,
              isMine: row.practitioner_id === actor.id,
              version: row.version,
            },
          ]
    }),
  }
}

/** A clinician says for themselves who may write in their name. Of two changes at once the second is told of the first. */
export async function saveDelegation(
  ctx: Context,
  input: InputOf<typeof api.saveDelegation>,
): Promise<ResultOf<typeof api.saveDelegation>> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner' || !isPrescriber(actor.role)) {
    throw forbidden()
  }
  const [held, staff] = await Promise.all([holdColleague(ctx, input.practitionerId), practitionerNames(ctx)])
  if (held === undefined) {
    throw notFound()
  }
  refuseDelegate(input, { ...held, role: staff.get(input.practitionerId)?.role ?? null }, actor.id)
  const values = {
    needs_co_sign: input.allows === 'co-sign',
    saved_at: ctx.now,
    ended_at: input.allows === 'nothing' ? ctx.now : null,
    version: input.version + 1,
  }
  const key = { practice_id: actor.practiceId, practitioner_id: actor.id, delegate_id: input.practitionerId }
  const saved = await ctx.tx
    .insertInto('delegations')
    .values({ ...key, ...values })
    .onConflict((c) =>
      c
        .columns(['practice_id', 'practitioner_id', 'delegate_id'])
        .doUpdateSet(values)
        // One that has ended is begun anew by who does not see it.
        .where((eb) =>
          eb.or([eb('delegations.version', '=', input.version), eb('delegations.ended_at', 'is not', null)]),
        ),
    )
    .returning('version')
    .executeTakeFirst()
  if (saved === undefined) {
    throw conflict('changed-meanwhile')
  }
  await recordAudit(ctx, 'delegation.save', {
    object: { type: 'practitioner', id: input.practitionerId },
    info: [input.allows],
    onBehalfOf: actor.id,
  })
  return {}
}

function refuseDelegate(
  { practitionerId, allows }: InputOf<typeof api.saveDelegation>,
  delegate: { takesTasks: boolean; role: string | null },
  selfId: string,
): void {
  const path = 'practitionerId'
  if (practitionerId === selfId) {
    throw invalid({ path, code: 'not-yourself' })
  }
  // Whoever has left or changed their part can still lose it.
  if (allows !== 'nothing' && !(delegate.takesTasks && mayWriteFor(delegate.role))) {
    throw invalid({ path, code: 'cannot-write-for' })
  }
}
