import type { Role } from '../../shared/people.ts'
import type { PersonReference } from '../access/names.ts'
import { type Added, nothing } from './add-cells.ts'
import type { Expectations } from './list-expectations.ts'
import type { Waiting } from './load-now.ts'
import type { Seeing } from './read-seeing.ts'

type Line = Seeing['roles'][number]
type PersonLine = { person: PersonReference; added: Added; now: Waiting }

/** What the people of each role did together, and how that compares with what is expected of the role now. Pure. */
export function roleLines(people: PersonLine[], expected: Expectations['items']): Line[] {
  const roles = [...new Set(people.flatMap(({ person }) => person.role ?? []))] as Role[]
  return roles.toSorted().map((role) => {
    const ours = people.filter(({ person }) => person.role === role)
    const limits = expected.find((item) => item.role === role)
    const added = ours.map((line) => line.added)
    const { reply: _reply, held: _held, triage: _triage, resolution: _resolution, ...counts } = together(added)
    return {
      role,
      people: ours.length,
      ...counts,
      now: {
        waiting: sum(ours.map(({ now }) => now.waiting)),
        late: sum(ours.map(({ now }) => now.late)),
        oldestAt: ours.map(({ now }) => now.oldestAt).reduce(earlier, null),
      },
      triage: keptOf(
        added.map((one) => one.triage),
        limits?.triageMinutes ?? null,
      ),
      answer: keptOf(
        added.map((one) => one.held),
        limits?.replyMinutes ?? null,
      ),
    }
  })
}

function keptOf(times: number[][], minutes: number | null): Line['triage'] {
  return minutes === null
    ? null
    : {
        minutes,
        of: sum(times.map((one) => one.length)),
        inTime: sum(times.map((one) => one.filter((time) => time <= minutes).length)),
      }
}

function together(all: Added[]): Added {
  const total = nothing()
  for (const one of all) {
    for (const [name, value] of Object.entries(one)) {
      if (typeof value === 'number') {
        total[name as 'arrived'] += value
      }
    }
  }
  return total
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function earlier(a: Date | null, b: Date | null): Date | null {
  return a === null || (b !== null && b < a) ? b : a
}
