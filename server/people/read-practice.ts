import { sql } from 'kysely'
import type { people as api } from '../../shared/api/people.ts'
import type { ResultOf } from '../../shared/endpoint.ts'
import { limits } from '../../shared/limits.ts'
import { type ClerkView, workingRoles } from '../../shared/people.ts'
import { regions } from '../../shared/regions/index.ts'
import type { RegionCode } from '../../shared/regions/region.ts'
import type { Context } from '../access/context.ts'
import { canPeople, permitPeople } from '../access/people.ts'
import type { RoomState } from '../access/room.ts'
import { notFound } from '../platform/problems.ts'
import { type BusinessCalendar, isOpen, NeverOpenError, nextOpening } from '../routing/business-hours.ts'
import { countToldToAdministrators } from '../tasks/count-late.ts'
import { countOrphans } from '../tasks/orphan-rows.ts'

export type PracticeView = ResultOf<typeof api.readPractice>

/** The practice with its hours, its holidays of this year and the next, and what it lacks to go live (for staff). */
export async function readPractice(ctx: Context): Promise<PracticeView> {
  permitPeople(ctx, 'practice.read')
  const view = await loadPractice(ctx)
  return ctx.actor.kind === 'patient' ? { ...view, missing: [], room: null } : view
}

export async function loadPractice(ctx: Context): Promise<PracticeView> {
  const practiceId = ctx.actor.practiceId
  const [practice, hours, closures, missing, orphans, veryLate] = await Promise.all([
    ctx.tx.selectFrom('practices').selectAll().where('practice_id', '=', practiceId).executeTakeFirst(),
    ctx.tx
      .selectFrom('opening_blocks')
      .select(['weekday', 'opens', 'closes'])
      .where('practice_id', '=', practiceId)
      .orderBy('weekday')
      .orderBy('opens')
      .limit(limits.openingBlocks)
      .execute(),
    ctx.tx
      .selectFrom('closures')
      .select(['closed_on', 'name_en', 'name_fr'])
      .where('practice_id', '=', practiceId)
      .orderBy('closed_on')
      .limit(limits.closures)
      .execute(),
    findMissing(ctx),
    canPeople(ctx.actor, 'orphan.list') ? countOrphans(ctx) : null,
    canPeople(ctx.actor, 'orphan.list') ? countToldToAdministrators(ctx) : null,
  ])
  if (practice === undefined) {
    throw notFound()
  }
  const region = practice.region as RegionCode
  const blocks = hours.map((block) => ({ ...block, opens: block.opens.slice(0, 5), closes: block.closes.slice(0, 5) }))
  const closed = closures.map((row) => ({ date: String(row.closed_on), name: { en: row.name_en, fr: row.name_fr } }))
  const calendar = { timeZone: practice.time_zone, region, blocks, closures: new Set(closed.map(({ date }) => date)) }
  return {
    id: practice.id,
    name: practice.name,
    address: practice.address,
    phone: practice.phone,
    timeZone: practice.time_zone,
    region,
    languages: practice.languages as ('en' | 'fr')[],
    clerkView: practice.clerk_view as ClerkView,
    bookingUrl: practice.booking_url,
    hours: blocks,
    closures: closed,
    holidays: holidaysAround(region, dateIn(practice.time_zone, ctx.now)),
    isOpenNow: isOpen(calendar, ctx.now),
    nextOpeningAt: nextOpeningOrNone(calendar, ctx.now),
    isLive: practice.is_live,
    missing: blocks.length === 0 ? ['hours', ...missing] : missing,
    orphans,
    veryLate,
    room: tellRoom(ctx.house.room.state),
    scanner: ctx.house.config.clamd === undefined ? 'missing' : 'configured',
    offersTexts: practice.offers_texts,
    textGateway: ctx.house.config.sms === undefined ? 'missing' : 'configured',
    version: practice.version,
  }
}

function tellRoom({ isLow, forFiles, forMessages }: RoomState): PracticeView['room'] {
  if (!forMessages) {
    return 'no-messages'
  }
  if (!forFiles) {
    return 'no-files'
  }
  return isLow ? 'low' : 'enough'
}

/** Today's date, 'YYYY-MM-DD', on the practice's clock. */
export function dateIn(timeZone: string, now: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

function holidaysAround(region: RegionCode, today: string): PracticeView['holidays'] {
  const year = Number(today.slice(0, 4))
  return [year, year + 1].flatMap((each) => regions[region].holidays(each))
}

function nextOpeningOrNone(calendar: BusinessCalendar, now: Date): Date | null {
  try {
    return nextOpening(calendar, now)
  } catch (error) {
    if (error instanceof NeverOpenError) {
      return null
    }
    throw error
  }
}

/**
 * What messages would have nowhere to go without: an open topic, and behind each open topic an inbox whose owner and
 * backup can work. Before there is a topic, at least one inbox must be such.
 */
async function findMissing(ctx: Context): Promise<PracticeView['missing']> {
  const practiceId = ctx.actor.practiceId
  const works = (column: 'owner_id' | 'backup_id') => sql<boolean>`exists (select from memberships m
    where m.id = ${sql.ref(`care_teams.${column}`)} and m.practice_id = ${practiceId} and m.kind = 'practitioner'
      and m.status = 'confirmed' and m.role = any(${[...workingRoles]}::text[]))`
  const inboxes = await ctx.tx
    .selectFrom('care_teams')
    .select([
      works('owner_id').as('has_owner'),
      works('backup_id').as('has_backup'),
      sql<boolean>`exists (select from topics t where t.practice_id = ${practiceId}
        and t.care_team_id = care_teams.id and t.is_open)`.as('has_topic'),
    ])
    .where('care_teams.practice_id', '=', practiceId)
    .limit(limits.careTeams)
    .execute()
  if (inboxes.length === 0) {
    return ['inbox', 'topic']
  }
  const used = inboxes.filter((inbox) => inbox.has_topic)
  const holds = (claim: 'has_owner' | 'has_backup') =>
    used.length > 0 ? used.every((inbox) => inbox[claim]) : inboxes.some((inbox) => inbox[claim])
  return [
    ...(holds('has_owner') ? [] : (['inbox-owner'] as const)),
    ...(holds('has_backup') ? [] : (['inbox-backup'] as const)),
    ...(used.length > 0 ? [] : (['topic'] as const)),
  ]
}
