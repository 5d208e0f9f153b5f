import type { TestHouse } from '../testing/test-house.ts'

export type Entry = {
  act: string
  outcome: number
  actor: { kind: string; account?: string; session?: string }
  object?: { type: string; id: string }
}

/** The deployment's own audit entries, oldest first: those of accounts, which belong to no practice. */
export async function deploymentAudit(house: TestHouse): Promise<{ entries: Entry[]; text: string }> {
  const { id } = house.way.house.deployment
  const rows = await house.way.db.transact({ practiceId: id, actorId: id, requestId: id }, (tx) =>
    tx.selectFrom('audit_events').select('payload').where('practice_id', '=', id).orderBy('id').execute(),
  )
  const texts = rows.map((row) => row.payload.toString('utf8'))
  return { entries: texts.map((text) => JSON.parse(text) as Entry), text: texts.join('\n') }
}
