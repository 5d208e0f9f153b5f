import type { Role } from '../../shared/people.ts'
import type { PersonReference } from '../access/names.ts'
import type { Counts, RoleRow } from './load-counts.ts'
import type { Waiting } from './load-now.ts'
import type { Seeing } from './read-seeing.ts'

type Line = Seeing['roles'][number]
type PersonLine = { person: PersonReference; counts: Counts; now: Waiting }

/** What the people of each role did together, and how that compares with what is expected of the role. Pure. */
export function roleLines(people: PersonLine[], kept: RoleRow[]): Line[] {
  const roles = [...new Set(people.flatMap(({ person }) => person.role ?? []))] as Role[]
  return roles.toSorted().map((role) => {
    const ours = people.filter(({ person }) => person.role === role)
    const rows = kept.filter((row) => row.role === role)
    return {
      role,
      people: ours.length,
      ...sumOf(ours.map(({ counts }) => counts)),
      now: {
        waiting: sum(ours.map(({ now }) => now.waiting)),
        late: sum(ours.map(({ now }) => now.late)),
        oldestAt: ours
          .map(({ now }) => now.oldestAt)
          .reduce((a, b) => (a === null || (b !== null && b < a) ? b : a), null),
      },
      triage: keptOf(rows, 'triage_minutes', 'triaged', 'triaged_in_time'),
      answer: keptOf(rows, 'reply_minutes', 'answered', 'answered_in_time'),
    }
  })
}

function keptOf(
  rows: RoleRow[],
  limit: 'triage_minutes' | 'reply_minutes',
  of: 'triaged' | 'answered',
  inTime: 'triaged_in_time' | 'answered_in_time',
): Line['triage'] {
  const minutes = rows[0]?.[limit] ?? null
  return minutes === null
    ? null
    : { minutes, of: sum(rows.map((row) => row[of])), inTime: sum(rows.map((row) => row[inTime])) }
}

function sumOf(all: Counts[]): Counts {
  const add = (name: keyof Counts) => sum(all.map((counts) => counts[name]))
  return {
    arrived: add('arrived'),
    asked: add('asked'),
    replied: add('replied'),
    repliedInTime: add('repliedInTime'),
    settled: add('settled'),
    closed: add('closed'),
    visitsAvoided: add('visitsAvoided'),
    visitsBooked: add('visitsBooked'),
    redirected: add('redirected'),
    sentToEmergency: add('sentToEmergency'),
    sent: add('sent'),
    sentAfterHours: add('sentAfterHours'),
    opened: add('opened'),
  }
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
