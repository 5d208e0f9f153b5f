import { sql } from 'kysely'
import { z } from 'zod'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import type { seeing as api } from '../../shared/api/seeing.ts'
import { limits } from '../../shared/limits.ts'
import { ageBandOn, figuresNow } from '../../shared/seeing.ts'
import { recordAudit } from '../access/audit.ts'
import type { Context } from '../access/context.ts'
import { hasPart, visibleConversations } from '../access/conversations.ts'
import { careTeamReference, patientName, type PersonReference, practitionerNames } from '../access/names.ts'
import { loadCalendar } from '../conversations/load-calendar.ts'
import { readCursor, writeCursor } from '../platform/cursor.ts'
import { invalid } from '../platform/problems.ts'
import type { Looked } from './load-cells.ts'
import { loadPlace } from './load-place.ts'
import { readPeriod } from './period.ts'
import { seenOf, type SeenPage } from './seen-page.ts'

type Input = InputOf<typeof api.listSeen>
type Listed = ResultOf<typeof api.listSeen>
type Row = Awaited<ReturnType<typeof selectRows>>[number]

const Cursor = z.tuple([z.iso.datetime(), z.uuid()])

/**
 * What is behind a figure, within what the reader may see of figures at all. Whose a conversation is, and its subject, is shown
 * to those alone who may open it; the others learn what they were counted by.
 */
export async function listSeen(ctx: Context, input: Input): Promise<Listed> {
  const [place, calendar, staff] = await Promise.all([loadPlace(ctx, input), loadCalendar(ctx), practitionerNames(ctx)])
  if (input.figure !== 'unread' && isOfGroup(input)) {
    throw invalid({ path: input.language === undefined ? 'ageBand' : 'language', code: 'only-for-unread' })
  }
  const looked: Looked = { ...place.scope, ...readPeriod(input, place.today), topicId: input.topicId ?? null }
  const rows = await selectRows(ctx, seenOf(ctx, input.figure, looked, calendar), input)
  await ctx.keys.load(rows.map((row) => row.patient_id))
  const fitting =
    input.ageBand === undefined ? rows : rows.filter((row) => bandOf(ctx, row, place.today) === input.ageBand)
  const size = input.limit ?? limits.pageRows
  const shown = fitting.slice(0, size)
  await recordAudit(ctx, 'seeing.list', {
    patients: [...new Set(shown.filter((row) => row.is_visible).map((row) => row.patient_id))],
    info: ['list', ...(shown.some((row) => row.is_visible) ? ['subject'] : [])],
  })
  const isCut = input.ageBand !== undefined && rows.length === limits.unreadListed
  const last = fitting.length > size ? shown.at(-1) : isCut ? rows.at(-1) : undefined
  return {
    items: shown.map((row) => viewRow(ctx, row, staff)),
    nextCursor: last === undefined ? null : writeCursor([last.at.toISOString(), last.id]),
  }
}

/** What waits stands with the oldest first, what happened with the newest. Ages are sealed: to sort them out takes more rows. */
async function selectRows(ctx: Context, found: SeenPage, input: Input) {
  const after = readCursor(input.cursor, Cursor)
  const isOldestFirst = figuresNow.some((figure) => figure === input.figure)
  const size = input.ageBand === undefined ? (input.limit ?? limits.pageRows) + 1 : limits.unreadListed
  const direction = isOldestFirst ? sql`asc` : sql`desc`
  const page = sql<{ conversation_id: string; at: Date; person_id: string | null; due_at: Date | null }>`(
    select f.conversation_id, f.at, f.person_id, f.due_at from (${found}) f
    where ${input.language === undefined ? sql`true` : readsIn(ctx, input.language)}
    ${after === undefined ? sql`` : sql`and (f.at, f.conversation_id) ${isOldestFirst ? sql`>` : sql`<`} (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    order by f.at ${direction}, f.conversation_id ${direction} limit ${size})`
  return (
    ctx.tx
      .selectFrom(page.as('page'))
      .innerJoin('conversations', (join) =>
        join
          .on('conversations.practice_id', '=', ctx.actor.practiceId)
          .onRef('conversations.id', '=', 'page.conversation_id'),
      )
      .innerJoin('patients', (join) =>
        join
          .onRef('patients.practice_id', '=', 'conversations.practice_id')
          .onRef('patients.id', '=', 'conversations.patient_id'),
      )
      .innerJoin('topics', (join) =>
        join
          .onRef('topics.practice_id', '=', 'conversations.practice_id')
          .onRef('topics.id', '=', 'conversations.topic_id'),
      )
      .innerJoin('care_teams', (join) =>
        join
          .onRef('care_teams.practice_id', '=', 'conversations.practice_id')
          .onRef('care_teams.id', '=', 'conversations.care_team_id'),
      )
      .select([
        'conversations.id',
        'conversations.subject_sealed',
        'conversations.patient_id',
        'patients.version as patient_version',
        'patients.family_name_sealed',
        'patients.given_name_sealed',
        'patients.birth_date_sealed',
        'topics.name_en as topic_en',
        'topics.name_fr as topic_fr',
        'care_teams.id as care_team_id',
        'care_teams.name_en as care_team_en',
        'care_teams.name_fr as care_team_fr',
        'page.at',
        'page.person_id',
        'page.due_at',
      ])
      .select(isVisible(ctx).as('is_visible'))
      // Of a group of patients only what the reader may open: how many others there are could name one of them.
      .$if(isOfGroup(input), (query) => query.where(isVisible(ctx)))
      .orderBy(sql`page.at ${direction}, page.conversation_id ${direction}`)
      .execute()
  )
}

/** As the doors say, word for word: visible, and theirs to read. */
function isVisible(ctx: Context) {
  if (!hasPart(ctx.actor)) {
    return sql<boolean>`false`
  }
  const seen = visibleConversations(ctx.tx, ctx.actor, ctx.now)
    .select('conversations.id')
    .where(sql<boolean>`conversations.id = page.conversation_id`)
  return sql<boolean>`exists (${seen})`
}

function isOfGroup(input: Input): boolean {
  return input.language !== undefined || input.ageBand !== undefined
}

function readsIn(ctx: Context, language: 'en' | 'fr') {
  return sql`exists (select from conversations c join patients p on p.practice_id = c.practice_id and p.id = c.patient_id
    where c.practice_id = ${ctx.actor.practiceId} and c.id = f.conversation_id and p.language = ${language})`
}

function bandOf(ctx: Context, row: Row, today: string) {
  const at = { id: row.patient_id, version: row.patient_version, patientId: row.patient_id }
  return ageBandOn(ctx.keys.open('patients.birth_date_sealed', at, row.birth_date_sealed), today)
}

function viewRow(ctx: Context, row: Row, staff: Map<string, PersonReference>): Listed['items'][number] {
  const patient = { ...row, id: row.patient_id, version: row.patient_version }
  const place = { id: row.id, version: 1, patientId: row.patient_id }
  return {
    conversationId: row.is_visible ? row.id : null,
    patient: row.is_visible ? { id: row.patient_id, name: patientName(ctx, patient) } : null,
    subject: row.is_visible ? ctx.keys.open('conversations.subject_sealed', place, row.subject_sealed) : null,
    topic: { en: row.topic_en, fr: row.topic_fr },
    careTeam: careTeamReference(ctx.client?.language ?? 'en', {
      id: row.care_team_id,
      name_en: row.care_team_en,
      name_fr: row.care_team_fr,
    }),
    person: row.person_id === null ? null : (staff.get(row.person_id) ?? null),
    at: row.at,
    dueAt: row.due_at,
  }
}
