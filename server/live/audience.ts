import { sql } from 'kysely'
import type { Way } from '../access/enter.ts'
import { enterSystem } from '../access/enter-system.ts'
import type { ConversationHint } from '../platform/live.ts'

/** Who of these practitioners may know of the change that a hint is about, besides the patient. */
export type Audience = (hint: ConversationHint) => ReadonlySet<string>

/**
 * Asks once for a batch of hints which of the colleagues who listen (`here`) may know of each: the rule of
 * access/conversations.ts (their inboxes, what is theirs to do, their own patients, a stated reason) as it stands now, so
 * that nobody hears an id that they could not open.
 */
export async function findAudience(
  way: Way,
  practiceId: string,
  hints: ConversationHint[],
  here: string[],
): Promise<Audience> {
  const told = (hint: ConversationHint) => hint.practitionerIds.filter((id) => here.includes(id))
  if (here.length === 0 || hints.length === 0) {
    return () => nobody
  }
  const rows = await enterSystem(way, practiceId, async (ctx) => {
    const teams = [...new Set(hints.flatMap((hint) => hint.careTeamIds))]
    const patients = [...new Set(hints.map((hint) => hint.patientId))]
    const conversations = [...new Set(hints.map((hint) => hint.conversationId))]
    const found = await sql<{ about: string; practitioner_id: string }>`
      select care_team_id as about, practitioner_id from care_team_members
        where practice_id = ${practiceId} and care_team_id = any(${teams}::uuid[]) and practitioner_id = any(${here}::uuid[])
      union all
      select id, usual_practitioner_id from patients
        where practice_id = ${practiceId} and id = any(${patients}::uuid[]) and usual_practitioner_id = any(${here}::uuid[])
      union all
      select patient_id, practitioner_id from access_grants
        where practice_id = ${practiceId} and practitioner_id = any(${here}::uuid[]) and patient_id = any(${patients}::uuid[])
          and expires_at > ${ctx.now}
      union all
      select conversation_id, whose.id from tasks, unnest(array[owner_id, escalated_to_id]) as whose(id)
        where practice_id = ${practiceId} and conversation_id = any(${conversations}::uuid[])
          and status in ('requested', 'accepted') and whose.id = any(${here}::uuid[])`.execute(ctx.tx)
    return found.rows
  })
  const about = Map.groupBy(rows, (row) => row.about)
  const knowing = (id: string) => (about.get(id) ?? []).map((row) => row.practitioner_id)
  return (hint) =>
    new Set([...told(hint), ...[...hint.careTeamIds, hint.patientId, hint.conversationId].flatMap(knowing)])
}

const nobody: ReadonlySet<string> = new Set()
