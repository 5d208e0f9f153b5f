import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { templates as api } from '../../shared/api/templates.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { lockSelf } from '../access/lock-self.ts'
import {
  accessTemplate,
  canWriteTemplate,
  permitTemplates,
  templateExists,
  type TemplateRow,
} from '../access/templates.ts'
import { isUuidv7 } from '../platform/ids.ts'
import { conflict, forbidden, invalid } from '../platform/problems.ts'
import { selectDocuments, viewDocuments } from './documents.ts'
import { loadFacts } from './load-facts.ts'
import { type DocumentIds, idsOf, nameDocuments, readDocuments } from './name-documents.ts'
import { openContent, readContent, sealContent, type TemplateContent } from './template-content.ts'
import { type TemplateView, viewTemplate } from './view-template.ts'

type Input = InputOf<typeof api.saveTemplate>
type Next = { version: number; content_sealed: Buffer; review_on: string | null }

/** Writes a template, or a new version of it. Of two who write at once the second is told what the first has written. */
export async function saveTemplate(ctx: Context, input: Input): Promise<TemplateView> {
  permitTemplates(ctx)
  const content = readContent(input)
  if (input.version === 0) {
    return (await templateExists(ctx, input.templateId)) ? repeat(ctx, input, content) : create(ctx, input, content)
  }
  const row = await accessTemplate(ctx, input.templateId, 'template.write')
  if (row.version !== input.version) {
    return answerStale(ctx, row, input, content)
  }
  const documents =
    (await readDocuments(ctx, input, content)) ?? idsOf(await selectDocuments(ctx, { current: [row.id] }))
  const version = row.version + 1
  const next = {
    version,
    content_sealed: sealContent(ctx, { id: row.id, version }, content),
    review_on: input.reviewOn,
  }
  await ctx.tx
    .updateTable('templates')
    .set({ ...next, saved_by_id: ctx.actor.id ?? '', saved_at: ctx.now })
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', row.id)
    .execute()
  return finish(ctx, row.id, next, documents)
}

async function create(ctx: Context, input: Input, content: TemplateContent): Promise<TemplateView> {
  if (!isUuidv7(input.templateId)) {
    throw invalid({ path: 'templateId', code: 'malformed' })
  }
  await assertMayCreate(ctx, input)
  const documents = await readDocuments(ctx, input, content)
  const at = { id: input.templateId, version: 1 }
  const next = { version: 1, content_sealed: sealContent(ctx, at, content), review_on: input.reviewOn }
  await ctx.tx
    .insertInto('templates')
    .values({
      practice_id: ctx.actor.practiceId,
      id: input.templateId,
      scope: input.scope,
      care_team_id: input.scope === 'team' ? input.careTeamId : null,
      practitioner_id: input.scope === 'personal' ? ctx.actor.id : null,
      ...next,
      saved_by_id: ctx.actor.id ?? '',
      saved_at: ctx.now,
    })
    .execute()
  return finish(ctx, input.templateId, next, documents ?? { en: [], fr: [] })
}

/** Somebody who may write for the practice, in this inbox, or for themselves; and as long as there is room. */
async function assertMayCreate(ctx: Context, { scope, careTeamId }: Input): Promise<void> {
  if ((scope === 'team') !== (careTeamId !== null)) {
    throw invalid({ path: 'careTeamId', code: scope === 'team' ? 'missing' : 'not-for-this-scope' })
  }
  const [inbox, count] = await Promise.all([findInbox(ctx, careTeamId), countTemplates(ctx)])
  if (scope === 'team' && inbox === undefined) {
    throw invalid({ path: 'careTeamId', code: 'not-found' })
  }
  if (!canWriteTemplate(ctx.actor, { scope, practitioner_id: ctx.actor.id, is_member: inbox?.is_member === true })) {
    throw forbidden()
  }
  const limit = count.all >= limits.templates ? limits.templates : limits.personalTemplates
  if (count.all >= limits.templates || (scope === 'personal' && count.own >= limits.personalTemplates)) {
    throw conflict('limit-reached', { limit })
  }
}

function findInbox(ctx: Context, careTeamId: string | null) {
  return ctx.tx
    .selectFrom('care_teams')
    .select(
      sql<boolean>`exists (select from care_team_members m where m.practice_id = care_teams.practice_id
        and m.care_team_id = care_teams.id and m.practitioner_id = ${ctx.actor.id})`.as('is_member'),
    )
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', careTeamId)
    .executeTakeFirst()
}

/** Two new ones of one person at once are counted one after the other. */
async function countTemplates(ctx: Context): Promise<{ all: number; own: number }> {
  const [, row] = await Promise.all([
    lockSelf(ctx),
    ctx.tx
      .selectFrom('templates')
      .select([
        sql<number>`count(*)::integer`.as('all'),
        sql<number>`(count(*) filter (where practitioner_id = ${ctx.actor.id}))::integer`.as('own'),
      ])
      .where('practice_id', '=', ctx.actor.practiceId)
      .where('archived_at', 'is', null)
      .executeTakeFirstOrThrow(),
  ])
  return row
}

/** The same click, sent twice; or an id that somebody else has, which is told nobody. */
async function repeat(ctx: Context, input: Input, content: TemplateContent): Promise<TemplateView> {
  const row = await accessTemplate(ctx, input.templateId, 'template.write')
  return answerStale(ctx, row, input, content)
}

/** What was sent already stands there: nothing is to be written. Otherwise 409, and what was typed is the writer's to keep. */
async function answerStale(
  ctx: Context,
  row: TemplateRow,
  input: Input,
  content: TemplateContent,
): Promise<TemplateView> {
  const documents = await selectDocuments(ctx, { current: [row.id] })
  const same =
    JSON.stringify(openContent(ctx, row)) === JSON.stringify(content) &&
    row.review_on === input.reviewOn &&
    (input.documents === undefined || isDeepStrictEqual(idsOf(documents), input.documents))
  if (!same) {
    throw conflict('changed-meanwhile', { version: row.version })
  }
  await recordAudit(ctx, 'template.save', { object: { type: 'template', id: row.id, version: row.version } })
  return viewTemplate(ctx, row, await loadFacts(ctx), viewDocuments(ctx, documents, row))
}

async function finish(
  ctx: Context,
  id: string,
  { version, content_sealed }: Next,
  named: DocumentIds,
): Promise<TemplateView> {
  const practiceId = ctx.actor.practiceId
  await Promise.all([
    ctx.tx
      .insertInto('template_versions')
      .values({
        practice_id: practiceId,
        template_id: id,
        version,
        content_sealed,
        saved_by_id: ctx.actor.id ?? '',
        saved_at: ctx.now,
      })
      .execute(),
    recordAudit(ctx, 'template.save', {
      object: { type: 'template', id, version },
      envelopes: [{ column: 'templates.content_sealed', row: id, envelope: content_sealed }],
    }),
  ])
  await nameDocuments(ctx, { templateId: id, version }, named)
  const [row, facts, documents] = await Promise.all([
    accessTemplate(ctx, id, 'template.read'),
    loadFacts(ctx),
    selectDocuments(ctx, { current: [id] }),
  ])
  return viewTemplate(ctx, row, facts, viewDocuments(ctx, documents, row))
}
