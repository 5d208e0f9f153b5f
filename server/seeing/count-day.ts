import type { DayFacts } from './day-facts.ts'

/** Stands for nobody where a person's id is part of a key. */
export const nobody = '00000000-0000-0000-0000-000000000000'

export type SeenRow = {
  topic_id: string
  care_team_id: string
  practitioner_id: string
  arrived: number
  asked: number
  replied: number
  replied_in_time: number
  settled: number
  closed: number
  visits_avoided: number
  visits_booked: number
  redirected: number
  sent_to_emergency: number
  sent: number
  sent_after_hours: number
  opened: number
  reply_minutes: number[]
  held_minutes: number[]
  triage_minutes: number[]
  resolution_minutes: number[]
  waiting: number
  late: number
  oldest_at: Date | null
}

/** How a conversation's outcome is counted, beside being closed. */
const outcomeColumns: Readonly<
  Record<string, 'visits_avoided' | 'visits_booked' | 'redirected' | 'sent_to_emergency'>
> = {
  'visit-avoided': 'visits_avoided',
  'visit-booked': 'visits_booked',
  redirected: 'redirected',
  'sent-to-emergency': 'sent_to_emergency',
}

/**
 * The facts of a day as one row for each topic, inbox and person. `minutes` are minutes of opening. Pure: tested as a table.
 */
export function countDay(facts: DayFacts, minutes: (from: Date, to: Date) => number): SeenRow[] {
  const rows = new Map<string, SeenRow>()
  const at = (place: { topic_id: string; care_team_id: string }, person: string | null): SeenRow => {
    const practitionerId = person ?? nobody
    const key = `${place.topic_id} ${place.care_team_id} ${practitionerId}`
    const row = rows.get(key) ?? emptyRow(place.topic_id, place.care_team_id, practitionerId)
    rows.set(key, row)
    return row
  }
  for (const message of facts.messages) {
    const row = at(message, message.author_id)
    row.arrived += message.arrived
    row.sent += message.sent
    row.sent_after_hours += message.sent_after_hours
  }
  for (const task of facts.alive) {
    const row = at(task, task.owner_id)
    row.waiting += task.waiting
    row.late += task.late
    row.oldest_at = earlier(row.oldest_at, task.oldest_at)
    at(task, null).asked += task.asked
  }
  for (const task of facts.ended) {
    const row = at(task, task.ended_by_id)
    if (task.outcome !== 'replied' && task.outcome !== 'reached') {
      row.settled += 1
      continue
    }
    row.replied += 1
    row.replied_in_time += task.ended_at <= task.due_at ? 1 : 0
    row.reply_minutes.push(minutes(task.created_at, task.ended_at))
    row.held_minutes.push(minutes(task.held_at ?? task.created_at, task.ended_at))
  }
  for (const look of facts.looks) {
    at(look, look.actor_id).triage_minutes.push(minutes(look.created_at, look.looked_at))
  }
  for (const conversation of facts.closed) {
    const row = at(conversation, conversation.closed_by_id)
    row.closed += 1
    row.resolution_minutes.push(minutes(conversation.started_at, conversation.closed_at))
    const column = outcomeColumns[conversation.outcome]
    if (column !== undefined) {
      row[column] += 1
    }
  }
  for (const touch of facts.touches) {
    at(touch, touch.practitioner_id).opened += touch.opened
  }
  return [...rows.values()].filter((row) => !isEmpty(row))
}

/** The columns of a row, as they stand in the table. */
export const seenColumns = Object.keys(emptyRow(nobody, nobody, nobody)) as (keyof SeenRow)[]

function emptyRow(topicId: string, careTeamId: string, practitionerId: string): SeenRow {
  return {
    topic_id: topicId,
    care_team_id: careTeamId,
    practitioner_id: practitionerId,
    arrived: 0,
    asked: 0,
    replied: 0,
    replied_in_time: 0,
    settled: 0,
    closed: 0,
    visits_avoided: 0,
    visits_booked: 0,
    redirected: 0,
    sent_to_emergency: 0,
    sent: 0,
    sent_after_hours: 0,
    opened: 0,
    reply_minutes: [],
    held_minutes: [],
    triage_minutes: [],
    resolution_minutes: [],
    waiting: 0,
    late: 0,
    oldest_at: null,
  }
}

function isEmpty(row: SeenRow): boolean {
  return (
    Object.values(row).every((value) => typeof value !== 'number' || value === 0) && row.triage_minutes.length === 0
  )
}

function earlier(a: Date | null, b: Date | null): Date | null {
  return a === null || (b !== null && b < a) ? b : a
}
