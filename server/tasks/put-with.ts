import type { Cover } from '../absences/load-cover.ts'
import type { Context } from '../access/context.ts'
import type { TaskRow } from '../access/tasks.ts'
import { chooseResponder } from '../routing/choose-responder.ts'
import { lookAgainAt } from './open-task.ts'
import { placeOf } from './plan-cover.ts'
import type { TaskEventLine } from './record-task-event.ts'

type Line = Omit<TaskEventLine, 'taskId' | 'conversationId'>

/** Where a task goes that is for somebody: to them, or to who acts for them now. */
export function putWith(
  ctx: Context,
  cover: Cover,
  task: TaskRow,
  to: { personId: string | null; careTeamId: string },
) {
  const responder = chooseResponder(cover, to, ctx.now)
  const place = placeOf(responder)
  const names = cover.inboxes.get(place.care_team_id)
  const history: Line[] = [
    { act: 'reassign', fromId: task.owner_id ?? task.care_team_id, toId: to.personId ?? to.careTeamId },
  ]
  if (responder.coveringFor !== null) {
    history.push({ act: 'cover', fromId: responder.coveringFor.id, toId: place.owner_id ?? place.care_team_id })
  }
  return {
    set: {
      ...place,
      ...(names !== undefined && { name_en: names.name_en, name_fr: names.name_fr }),
      ...(place.care_team_id !== task.care_team_id && lateAgain(task)),
      home_care_team_id: to.careTeamId,
      cover_at: lookAgainAt(ctx.now, responder.until),
    },
    history,
  }
}

/** In the other inbox, other people are to be told that it is late. */
function lateAgain(task: TaskRow) {
  return { escalation_level: 0, escalated_to_id: null, escalated_at: null, escalate_at: task.due_at }
}
