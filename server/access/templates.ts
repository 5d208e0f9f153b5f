import { sql } from 'kysely'
import { clinicalRoles, workingRoles } from '../../shared/people.ts'
import type { TemplateScope } from '../../shared/template.ts'
import type { Tx } from '../platform/db.ts'
import { forbidden, notFound } from '../platform/problems.ts'
import type { Actor, Context } from './context.ts'

/** The facts that a decision needs, loaded with the row. */
export type TemplateFacts = { scope: TemplateScope; practitioner_id: string | null; is_member: boolean }

/** Whether this actor may know of any template at all. */
export function canReadTemplates(actor: Actor): boolean {
  return actor.kind === 'practitioner' && (workingRoles.includes(actor.role) || actor.role === 'administrator')
}

/** Everybody's, those of one's inboxes, and one's own; an administrator knows of every inbox's. */
export function visibleTemplates(tx: Tx, actor: Actor) {
  const isAdministrator = actor.kind === 'practitioner' && actor.role === 'administrator'
  return tx
    .selectFrom('templates')
    .where('templates.practice_id', '=', actor.practiceId)
    .selectAll('templates')
    .select(memberOfInbox(actor).as('is_member'))
    .where((eb) =>
      eb.or([
        eb('templates.scope', '=', 'practice'),
        eb('templates.practitioner_id', '=', actor.id ?? ''),
        ...(isAdministrator ? [eb('templates.scope', '=', 'team')] : [memberOfInbox(actor)]),
      ]),
    )
    .$narrowType<{ scope: TemplateScope }>()
}

function memberOfInbox(actor: Actor) {
  return sql<boolean>`exists (select from care_team_members m where m.practice_id = templates.practice_id
    and m.care_team_id = templates.care_team_id and m.practitioner_id = ${actor.id})`
}

/** Whether this actor may write a template that they can see, or one of this kind anew. Pure: tested as a table. */
export function canWriteTemplate(actor: Actor, { scope, practitioner_id, is_member }: TemplateFacts): boolean {
  if (actor.kind !== 'practitioner' || !canReadTemplates(actor)) {
    return false
  }
  switch (scope) {
    case 'practice':
      return clinicalRoles.includes(actor.role) || actor.role === 'administrator'
    case 'team':
      return is_member || actor.role === 'administrator'
    case 'personal':
      return practitioner_id === actor.id
  }
}

/** 403 before anything is looked up. */
export function permitTemplates(ctx: Context): void {
  if (!canReadTemplates(ctx.actor)) {
    throw forbidden()
  }
}

/** The door: 404 when the actor may not know of it, 403 when they may not change it. A change locks the row. */
export async function accessTemplate(ctx: Context, id: string, action: 'template.read' | 'template.write') {
  permitTemplates(ctx)
  const all = visibleTemplates(ctx.tx, ctx.actor).where('templates.id', '=', id)
  const row = await (action === 'template.write' ? all.forNoKeyUpdate('templates') : all).executeTakeFirst()
  if (row === undefined) {
    throw notFound()
  }
  if (action === 'template.write' && !canWriteTemplate(ctx.actor, row)) {
    throw forbidden()
  }
  return row
}
export type TemplateRow = Awaited<ReturnType<typeof accessTemplate>>
