import type { ResultOf } from '../../shared/endpoint.ts'
import type { rules as api } from '../../shared/api/rules.ts'
import { limits } from '../../shared/limits.ts'
import { workingRoles } from '../../shared/people.ts'
import type { Rule } from '../../shared/rules.ts'
import type { Context } from '../access/context.ts'
import { practitionerNames } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'
import { canReadTemplates } from '../access/templates.ts'
import { hasDocuments } from '../templates/documents.ts'
import { openContent } from '../templates/template-content.ts'
import { warnOfRules } from '../routing/warn-of-rules.ts'

export type RuleSetView = ResultOf<typeof api.listRules>
export type Known = Awaited<ReturnType<typeof selectKnown>>

/** The rules in force; none before they were saved for the first time. */
export async function listRules(ctx: Context): Promise<RuleSetView> {
  permitPeople(ctx, 'rules.read')
  const [row, known] = await Promise.all([selectRuleSets(ctx).executeTakeFirst(), selectKnown(ctx)])
  return viewRuleSet(ctx, row, known)
}

/** The newest first. */
export function selectRuleSets(ctx: Context) {
  return ctx.tx
    .selectFrom('rule_sets')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .orderBy('version', 'desc')
    .limit(limits.ruleVersionsListed + 1)
    .$narrowType<{ rules: Rule[] }>()
}

/** What rules may name. */
export async function selectKnown(ctx: Context) {
  const { practiceId } = ctx.actor
  const [topics, inboxes, labels, acting, templates, staff] = await Promise.all([
    ctx.tx
      .selectFrom('topics')
      .select(['id', 'is_open', 'files'])
      .where('practice_id', '=', practiceId)
      .limit(limits.topics)
      .execute(),
    ctx.tx
      .selectFrom('care_teams')
      .select('id')
      .where('practice_id', '=', practiceId)
      .limit(limits.careTeams)
      .execute(),
    ctx.tx.selectFrom('labels').select('id').where('practice_id', '=', practiceId).limit(limits.labels).execute(),
    ctx.tx
      .selectFrom('memberships')
      .select('id')
      .where('practice_id', '=', practiceId)
      .where('kind', '=', 'practitioner')
      .where('status', '=', 'confirmed')
      .where('role', 'in', [...workingRoles])
      .limit(limits.practitioners)
      .execute(),
    selectReplyTemplates(ctx),
    practitionerNames(ctx),
  ])
  return {
    templates: new Map(templates.map((row) => [row.id, viewReplyTemplate(ctx, row)])),
    topics: new Map(topics.map(({ id, is_open, files }) => [id, { isOpen: is_open, files }])),
    inboxIds: new Set(inboxes.map(({ id }) => id)),
    labelIds: new Set(labels.map(({ id }) => id)),
    actingIds: new Set(acting.map(({ id }) => id)),
    staff,
  }
}

/** The practice's own alone: a rule is the practice's, and no template of an inbox or a person. */
function selectReplyTemplates(ctx: Context) {
  return ctx.tx
    .selectFrom('templates')
    .select(['id', 'version', 'content_sealed', 'archived_at'])
    .select(hasDocuments.as('has_documents'))
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('scope', '=', 'practice')
    .orderBy('id')
    .limit(limits.templates)
    .execute()
}

function viewReplyTemplate(ctx: Context, row: Awaited<ReturnType<typeof selectReplyTemplates>>[number]) {
  return { ...openContent(ctx, row), isArchived: row.archived_at !== null, hasDocuments: row.has_documents }
}

type Row = { version: number; rules: Rule[]; saved_at: Date; saved_by_id: string }

export function viewRuleSet(ctx: Context, row: Row | undefined, known: Known): RuleSetView {
  const templates = canReadTemplates(ctx.actor)
    ? [...known.templates].map(([id, { name, isArchived }]) => ({ id, name, isArchived }))
    : []
  return row === undefined
    ? { version: 0, rules: [], warnings: [], templates, savedAt: null, savedBy: null }
    : {
        templates,
        version: row.version,
        rules: row.rules,
        warnings: warnOfRules(row.rules, known),
        savedAt: row.saved_at,
        savedBy: known.staff.get(row.saved_by_id) ?? null,
      }
}
