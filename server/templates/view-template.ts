import type { templates as api } from '../../shared/api/templates.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import type { Context } from '../access/context.ts'
import { careTeamReference, type PersonReference } from '../access/names.ts'
import { canWriteTemplate, type TemplateRow } from '../access/templates.ts'
import type { Documents } from './documents.ts'
import { openContent } from './template-content.ts'

export type TemplateView = ResultOf<typeof api.saveTemplate>

/** Names of inboxes, for templates that are an inbox's. */
export function selectInboxes(ctx: Context) {
  return ctx.tx
    .selectFrom('care_teams')
    .select(['id', 'name_en', 'name_fr'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .execute()
}

export type ViewFacts = {
  staff: ReadonlyMap<string, PersonReference>
  inboxes: Awaited<ReturnType<typeof selectInboxes>>
  /** The practice's calendar date. */
  today: string
}

export function viewTemplate(ctx: Context, row: TemplateRow, facts: ViewFacts, documents: Documents): TemplateView {
  const inbox = facts.inboxes.find(({ id }) => id === row.care_team_id)
  return {
    id: row.id,
    scope: row.scope,
    careTeam: inbox === undefined ? null : careTeamReference(ctx.client?.language ?? 'en', inbox),
    ...openContent(ctx, row),
    documents,
    reviewOn: row.review_on,
    isReviewDue: isReviewDue(row, facts.today),
    uses: row.uses,
    lastUsedAt: row.last_used_at,
    savedBy: personOf(facts.staff, row.saved_by_id),
    savedAt: row.saved_at,
    isArchived: row.archived_at !== null,
    can: { change: canWriteTemplate(ctx.actor, row) },
    version: row.version,
  }
}

/** On the day itself it is due. */
export function isReviewDue({ review_on: on }: Pick<TemplateRow, 'review_on'>, today: string): boolean {
  return on !== null && on <= today
}

export function personOf(staff: ViewFacts['staff'], id: string): PersonReference {
  return staff.get(id) ?? { id, kind: 'practitioner', name: '', role: null }
}
