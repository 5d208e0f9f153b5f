import type { templates as api } from '../../shared/api/templates.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { footerVariables } from '../../shared/template.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { ownName } from '../access/names.ts'
import { permitPeople } from '../access/people.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { conflict } from '../platform/problems.ts'
import { composeFooter } from './compose-footer.ts'
import { type Both, noText, parseText, readText } from './kept-text.ts'

type Kept = ResultOf<typeof api.readMessageFooter>

/** The practice's words below every message, and what a patient would read below one that was sent now. */
export async function readMessageFooter(ctx: Context): Promise<Kept> {
  permitPeople(ctx, 'practitioner.list')
  const row = await select(ctx).executeTakeFirst()
  const kept = row === undefined ? { text: noText, version: 0 } : view(ctx, row)
  return { ...kept, example: await exampleOf(ctx, kept.text) }
}

/** Nobody can write without it: empty words bring back the product's. Own words must tell how soon, and whom to call. */
export async function saveMessageFooter(ctx: Context, input: InputOf<typeof api.saveMessageFooter>): Promise<Kept> {
  permitPeople(ctx, 'practice.change')
  const text = readText(input.text, {
    characters: limits.footerCharacters,
    allowed: footerVariables,
    needed: ['turnaround', 'clinicPhone'],
    needsBoth: true,
  })
  const before = await select(ctx).forNoKeyUpdate().executeTakeFirst()
  const known = before === undefined ? { text: noText, version: 0 } : view(ctx, before)
  const isStale = input.version !== known.version
  if (isStale && JSON.stringify(known.text) !== JSON.stringify(text)) {
    throw conflict('changed-meanwhile', { version: known.version })
  }
  const version = isStale ? known.version : known.version + 1
  if (!isStale) {
    await write(ctx, version, text)
  } else {
    await recordAudit(ctx, 'message-footer.save', { object: { type: 'practice', id: ctx.actor.practiceId, version } })
  }
  return { text, version, example: await exampleOf(ctx, text) }
}

async function write(ctx: Context, version: number, text: Both): Promise<void> {
  const { practiceId } = ctx.actor
  const at = { id: practiceId, version }
  const content_sealed = ctx.keys.sealForPractice('message_footers.content_sealed', at, JSON.stringify(text))
  const kept = { content_sealed, version, saved_at: ctx.now }
  const written = await ctx.tx
    .insertInto('message_footers')
    .values({ practice_id: practiceId, id: practiceId, ...kept })
    .onConflict((same) =>
      same
        .columns(['practice_id', 'id'])
        .doUpdateSet(kept)
        // Before there is a row there is nothing to lock: of two first ones at once the second is told too.
        .where('message_footers.version', '=', version - 1),
    )
    .returning('version')
    .executeTakeFirst()
  if (written === undefined) {
    throw conflict('changed-meanwhile')
  }
  await recordAudit(ctx, 'message-footer.save', {
    object: { type: 'practice', id: practiceId, version },
    envelopes: [{ column: 'message_footers.content_sealed', row: practiceId, envelope: content_sealed }],
  })
}

/** As below a message about the topic with the longest wait, without a signature. */
async function exampleOf(ctx: Context, footer: Both): Promise<Both> {
  const [calendar, practice, self, topic] = await Promise.all([
    loadCalendar(ctx),
    ctx.tx
      .selectFrom('practices')
      .select(['name', 'phone', 'address'])
      .where('practice_id', '=', ctx.actor.practiceId)
      .executeTakeFirstOrThrow(),
    ownName(ctx),
    ctx.tx
      .selectFrom('topics')
      .select('reply_within_minutes')
      .where('practice_id', '=', ctx.actor.practiceId)
      .orderBy('reply_within_minutes', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ])
  const facts = {
    mode: 'two-way' as const,
    now: ctx.now,
    calendar,
    practice,
    self: { name: self?.name ?? '', role: 'nurse' as const },
    replyWithinMinutes: topic?.reply_within_minutes ?? 0,
    signature: noText,
    footer,
  }
  return { en: composeFooter({ ...facts, language: 'en' }), fr: composeFooter({ ...facts, language: 'fr' }) }
}

function select(ctx: Context) {
  return ctx.tx
    .selectFrom('message_footers')
    .select(['id', 'version', 'content_sealed'])
    .where('practice_id', '=', ctx.actor.practiceId)
}

function view(ctx: Context, row: { id: string; version: number; content_sealed: Buffer }) {
  return {
    text: parseText(ctx.keys.openForPractice('message_footers.content_sealed', row, row.content_sealed)),
    version: row.version,
  }
}
