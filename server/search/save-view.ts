import type { search as api } from '../../shared/api/search.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { cleanLine, countCharacters } from '../../shared/text.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { isUuidv7 } from '../platform/ids.ts'
import { conflict, invalid, notFound } from '../platform/problems.ts'
import { type Filters, lockOwn, namePatients, openView, ownId, patientOf, type ViewRow } from './saved-view.ts'
import { readWords } from './search-words.ts'

type View = ResultOf<typeof api.saveView>

/** Keeps a search or a part of a queue under a name, or changes it whole. The same click, sent twice, is one view. */
export async function saveView(ctx: Context, input: InputOf<typeof api.saveView>): Promise<View> {
  const practitionerId = ownId(ctx)
  const { viewId: id, filters } = input
  const name = readName(input.name)
  assertFilters(filters)
  const all = await lockOwn(ctx, practitionerId)
  const before = all.find((row) => row.id === id)
  if (before === undefined) {
    await assertNew(ctx, id, input.version)
    if (all.length >= limits.savedViews) {
      throw conflict('limit-reached', { limit: limits.savedViews })
    }
  }
  if (all.some((row) => row.id !== id && openView(ctx, row).name === name)) {
    throw invalid({ path: 'name', code: 'already-used' })
  }
  const patients = await namePatients(ctx, [{ filters }])
  const view = { id, name, filters, patient: patientOf(patients, filters) }
  if (before !== undefined && before.version !== input.version) {
    if (JSON.stringify(openView(ctx, before)) !== JSON.stringify({ name, filters })) {
      throw conflict('changed-meanwhile', { version: before.version })
    }
    await recordAudit(ctx, 'view.save', { object: { type: 'view', id }, patients: [...patients.keys()] })
    return { ...view, version: before.version }
  }
  const version = (before?.version ?? 0) + 1
  const view_sealed = ctx.keys.sealForPractice(
    'saved_views.view_sealed',
    { id, version },
    JSON.stringify({ name, filters }),
  )
  await writeView(ctx, { id, practitionerId, version, view_sealed, isNew: before === undefined })
  await recordAudit(ctx, 'view.save', {
    object: { type: 'view', id, version },
    patients: [...patients.keys()],
    envelopes: [{ column: 'saved_views.view_sealed', row: id, envelope: view_sealed }],
  })
  return { ...view, version }
}

/** An id of a removed view, or of somebody else's, does not exist and is not new. */
async function assertNew(ctx: Context, id: string, version: number): Promise<void> {
  if (version > 0) {
    throw notFound()
  }
  if (!isUuidv7(id)) {
    throw invalid({ path: 'viewId', code: 'malformed' })
  }
  const taken = await ctx.tx
    .selectFrom('saved_views')
    .select('id')
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (taken !== undefined) {
    throw notFound()
  }
}

function writeView(ctx: Context, view: ViewRow & { practitionerId: string; isNew: boolean }) {
  const { id, practitionerId, version, view_sealed, isNew } = view
  const saved = { view_sealed, version, saved_at: ctx.now }
  const { practiceId } = ctx.actor
  return isNew
    ? ctx.tx
        .insertInto('saved_views')
        .values({ practice_id: practiceId, id, practitioner_id: practitionerId, ...saved })
        .execute()
    : ctx.tx.updateTable('saved_views').set(saved).where('practice_id', '=', practiceId).where('id', '=', id).execute()
}

function readName(typed: string): string {
  const cleaned = cleanLine(typed)
  if (!cleaned.ok) {
    throw invalid({ path: 'name', code: cleaned.problem })
  }
  if (countCharacters(cleaned.text) > limits.savedViewNameCharacters) {
    throw invalid({ path: 'name', code: 'too-long', limit: limits.savedViewNameCharacters })
  }
  return cleaned.text
}

/** Only what can be searched for, or shown as a queue, is kept. */
function assertFilters({ queue, ...search }: Filters): void {
  if (queue === undefined) {
    assertSearch(search)
    return
  }
  if (
    search.words.trim() !== '' ||
    Object.entries(search).some(([name, set]) => name !== 'words' && set !== undefined)
  ) {
    throw invalid({ path: 'filters.queue', code: 'not-with-a-search' })
  }
  if (queue.priority !== undefined && queue.status !== 'open') {
    throw invalid({ path: 'filters.queue.priority', code: 'only-for-open' })
  }
}

function assertSearch({ words, ...conditions }: Omit<Filters, 'queue'>): void {
  if (words.trim() !== '') {
    readWords(words, 'filters.words')
  } else if (Object.values(conditions).every((value) => value === undefined)) {
    throw invalid({ path: 'filters', code: 'empty' })
  }
  if (conditions.from !== undefined && conditions.until !== undefined && conditions.until < conditions.from) {
    throw invalid({ path: 'filters.until', code: 'before-from' })
  }
}
