import type { people as api } from '../../shared/api/people.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { permitPeople } from '../access/people.ts'
import { uuidv7 } from '../platform/ids.ts'
import { conflict } from '../platform/problems.ts'
import { checkOpeningBlocks, OpeningBlocksError } from '../routing/opening-blocks.ts'
import { lookAtClocks } from '../tasks/look-at-clocks.ts'
import { lockPractice } from './lock-practice.ts'
import { loadPractice, type PracticeView } from './read-practice.ts'
import { fieldCodes, isFresh } from './stale-form.ts'
import { type Fields, readFields } from './typed-fields.ts'

type Input = InputOf<typeof api.changePractice>
type Changes = Partial<
  Pick<
    PracticeView,
    | 'name'
    | 'address'
    | 'phone'
    | 'timeZone'
    | 'languages'
    | 'clerkView'
    | 'bookingUrl'
    | 'offersTexts'
    | 'hours'
    | 'closures'
    | 'isLive'
  >
>

/** Changes what is given and leaves the rest. Nobody can write to a practice that has nobody to read it: see `missing`. */
export async function changePractice(ctx: Context, input: Input): Promise<PracticeView> {
  permitPeople(ctx, 'practice.change')
  const changes = readChanges(input)
  const [, before] = await Promise.all([lockPractice(ctx), loadPractice(ctx)])
  if (isFresh<Changes>(before, { ...changes, version: input.version })) {
    await Promise.all([
      updatePractice(ctx, changes, before.version + 1),
      changes.hours && replaceHours(ctx, changes.hours),
      changes.closures && replaceClosures(ctx, changes.closures),
      (changes.hours ?? changes.closures ?? changes.timeZone) !== undefined && lookAtClocks(ctx),
    ])
  }
  const after = await loadPractice(ctx)
  assertMayBeLive(before, after)
  await recordAudit(ctx, 'practice.change', {
    object: { type: 'practice', id: after.id, version: after.version },
    info: fieldCodes(changes),
  })
  return after
}

function readChanges(input: Input): Changes {
  return readFields((fields) => {
    const given: { [K in keyof Changes]: Changes[K] | undefined } = {
      name: input.name === undefined ? undefined : fields.name('name', input.name),
      address:
        input.address === undefined ? undefined : fields.text('address', input.address, limits.addressCharacters),
      phone: input.phone === undefined ? undefined : fields.phone('phone', input.phone),
      timeZone: input.timeZone === undefined ? undefined : fields.timeZone('timeZone', input.timeZone),
      languages: input.languages && [...new Set(input.languages)].toSorted(),
      clerkView: input.clerkView,
      bookingUrl: input.bookingUrl == null ? input.bookingUrl : fields.webPage('bookingUrl', input.bookingUrl),
      offersTexts: input.offersTexts,
      hours: input.hours && readHours(fields, input.hours),
      closures: input.closures && readClosures(fields, input.closures),
      isLive: input.isLive,
    }
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Changes
  })
}

function readHours(fields: Fields, hours: PracticeView['hours']): PracticeView['hours'] {
  try {
    checkOpeningBlocks(hours)
  } catch (error) {
    if (!(error instanceof OpeningBlocksError)) {
      throw error
    }
    fields.refuse(`hours.${error.index}`, `hours-${error.problem}`)
  }
  return hours.toSorted((a, b) => a.weekday - b.weekday || (a.opens < b.opens ? -1 : 1))
}

function readClosures(fields: Fields, closures: PracticeView['closures']): PracticeView['closures'] {
  const dates = closures.map(({ date }) => date)
  return closures
    .map(({ date, name }, index) => {
      if (dates.indexOf(date) < index) {
        fields.refuse(`closures.${index}.date`, 'duplicate')
      }
      return { date, name: fields.nameInBoth(`closures.${index}.name`, name) }
    })
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
}

async function updatePractice(ctx: Context, changes: Changes, version: number): Promise<void> {
  await ctx.tx
    .updateTable('practices')
    .set({
      name: changes.name,
      address: changes.address,
      phone: changes.phone,
      time_zone: changes.timeZone,
      languages: changes.languages,
      clerk_view: changes.clerkView,
      booking_url: changes.bookingUrl,
      offers_texts: changes.offersTexts,
      is_live: changes.isLive,
      version,
    })
    .where('practice_id', '=', ctx.actor.practiceId)
    .execute()
}

async function replaceHours(ctx: Context, hours: PracticeView['hours']): Promise<void> {
  const practice_id = ctx.actor.practiceId
  const rows = hours.map((block) => ({ practice_id, id: uuidv7(ctx.now), ...block }))
  await Promise.all([
    ctx.tx.deleteFrom('opening_blocks').where('practice_id', '=', practice_id).execute(),
    rows.length > 0 && ctx.tx.insertInto('opening_blocks').values(rows).execute(),
  ])
}

async function replaceClosures(ctx: Context, closures: PracticeView['closures']): Promise<void> {
  const practice_id = ctx.actor.practiceId
  const rows = closures.map(({ date, name }) => ({ practice_id, closed_on: date, name_en: name.en, name_fr: name.fr }))
  await Promise.all([
    ctx.tx.deleteFrom('closures').where('practice_id', '=', practice_id).execute(),
    rows.length > 0 && ctx.tx.insertInto('closures').values(rows).execute(),
  ])
}

/** What is lacking stops going live, not work on a practice that is live and lost something; its hours it may not give up. */
function assertMayBeLive(before: PracticeView, after: PracticeView): void {
  const lacking = before.isLive ? after.missing.filter((what) => !before.missing.includes(what)) : after.missing
  if (after.isLive && lacking.length > 0) {
    throw conflict('not-ready', { missing: lacking })
  }
}
