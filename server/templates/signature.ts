import type { templates as api } from '../../shared/api/templates.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { workingRoles } from '../../shared/people.ts'
import { signatureVariables } from '../../shared/template.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { lockSelf } from '../access/lock-self.ts'
import { conflict, forbidden } from '../platform/problems.ts'
import { type Both, noText, parseText, readText } from './kept-text.ts'

type Kept = ResultOf<typeof api.readSignature>

/** One's own signature; without one there is none. */
export async function readSignature(ctx: Context): Promise<Kept> {
  const id = ownId(ctx)
  const row = await selectOwn(ctx, id).executeTakeFirst()
  return row === undefined ? { text: noText, version: 0 } : view(ctx, row)
}

/** Of two windows the second is told that the first has saved; what it had typed is its writer's to keep. */
export async function saveSignature(ctx: Context, input: InputOf<typeof api.saveSignature>): Promise<Kept> {
  const id = ownId(ctx)
  const text = readText(input.text, { characters: limits.signatureCharacters, allowed: signatureVariables })
  const [, before] = await Promise.all([lockSelf(ctx), selectOwn(ctx, id).executeTakeFirst()])
  if (input.version !== (before?.version ?? 0)) {
    const kept = before && view(ctx, before)
    if (kept === undefined || JSON.stringify(kept.text) !== JSON.stringify(text)) {
      throw conflict('changed-meanwhile', { version: before?.version ?? 0 })
    }
    await recordAudit(ctx, 'signature.save', { object: { type: 'practitioner', id, version: kept.version } })
    return kept
  }
  const version = input.version + 1
  await write(ctx, id, version, text)
  return { text, version }
}

async function write(ctx: Context, id: string, version: number, text: Both): Promise<void> {
  const content_sealed = ctx.keys.sealForPractice('signatures.content_sealed', { id, version }, JSON.stringify(text))
  const kept = { content_sealed, version, saved_at: ctx.now }
  await Promise.all([
    ctx.tx
      .insertInto('signatures')
      .values({ practice_id: ctx.actor.practiceId, id, ...kept })
      .onConflict((same) => same.columns(['practice_id', 'id']).doUpdateSet(kept))
      .execute(),
    recordAudit(ctx, 'signature.save', {
      object: { type: 'practitioner', id, version },
      envelopes: [{ column: 'signatures.content_sealed', row: id, envelope: content_sealed }],
    }),
  ])
}

/** Whoever writes to patients has one. */
function ownId(ctx: Context): string {
  if (ctx.actor.kind !== 'practitioner' || !workingRoles.includes(ctx.actor.role)) {
    throw forbidden()
  }
  return ctx.actor.id
}

function selectOwn(ctx: Context, id: string) {
  return ctx.tx
    .selectFrom('signatures')
    .select(['id', 'version', 'content_sealed'])
    .where('practice_id', '=', ctx.actor.practiceId)
    .where('id', '=', id)
}

function view(ctx: Context, row: { id: string; version: number; content_sealed: Buffer }): Kept {
  return {
    text: parseText(ctx.keys.openForPractice('signatures.content_sealed', row, row.content_sealed)),
    version: row.version,
  }
}
