import { sql } from 'kysely'
import type { AttachmentStatus, MediaKind, Refusal } from '../../shared/attachment.ts'
import { clinicalRoles, workingRoles } from '../../shared/people.ts'
import type { TemplateScope } from '../../shared/template.ts'
import type { Tx } from '../platform/db.ts'
import { conflict, forbidden, notFound } from '../platform/problems.ts'
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
        eb('templates.practitioner_id', '=', actor.id),
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

/** Whether anybody of the practice has a template of this id; it is told nobody. */
export async function templateExists(ctx: Context, id: string): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('templates')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

/** The row of a document as it is, for those who have been let in by a door. */
export function findDocument(ctx: Context, id: string, lock: boolean) {
  const query = ctx.tx
    .selectFrom('template_documents')
    .selectAll()
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .$narrowType<{ status: AttachmentStatus; refusal: Refusal | null; kind: MediaKind | null }>()
  return (lock ? query.forNoKeyUpdate() : query).executeTakeFirst()
}
export type DocumentRow = NonNullable<Awaited<ReturnType<typeof findDocument>>>

/** The door to a document: until a version of its template names it, it is of whoever received it alone; then of whoever knows of the template. */
export async function accessDocument(
  ctx: Context,
  { templateId, documentId }: { templateId: string; documentId: string },
  action: 'template-document.read' | 'template-document.remove',
): Promise<DocumentRow> {
  permitTemplates(ctx)
  const row = await findDocument(ctx, documentId, action === 'template-document.remove')
  if (row === undefined || row.status === 'removed' || row.template_id !== templateId) {
    throw notFound()
  }
  if (row.named_at === null && row.uploaded_by_id !== ctx.actor.id) {
    throw notFound()
  }
  if (row.named_at !== null) {
    await accessTemplate(ctx, templateId, 'template.read')
    if (action === 'template-document.remove') {
      throw conflict('document-in-use')
    }
  }
  return row
}
