import type { FieldProblem } from '../../api/problem.ts'
import type { Roster } from './checks.ts'

/** A time of day while it is edited, with all its days; `key` is only this page's. */
export type TimeRow = { key: string; at: string; weekdays: readonly number[]; personId: string }
export type SentTime = { weekday: number; at: string; practitionerId: string | null }

/** The same time with the same person is one row with several days. */
export function rowsOf(times: Roster['times'], newKey: () => string): TimeRow[] {
  const groups = Map.groupBy(times, ({ at, person }) => `${at} ${person?.id ?? ''}`)
  return [...groups.values()]
    .flatMap((group) =>
      group[0] === undefined
        ? []
        : [
            {
              key: newKey(),
              at: group[0].at,
              personId: group[0].person?.id ?? '',
              weekdays: group.map(({ weekday }) => weekday),
            },
          ],
    )
    .toSorted((one, other) => (one.at < other.at ? -1 : 1))
}

/** What is sent for the rows, and which row each comes from: the server names a time by its place. */
export function timesOf(rows: readonly TimeRow[]): { times: SentTime[]; keys: string[] } {
  const all = rows.flatMap(({ key, at, weekdays, personId }) =>
    weekdays.map((weekday) => ({ key, time: { weekday, at, practitionerId: personId === '' ? null : personId } })),
  )
  return { times: all.map(({ time }) => time), keys: all.map(({ key }) => key) }
}

/** Days that have the same times are told together: nine and noon, on Monday and Tuesday. */
export function weekOf(times: readonly { weekday: number; at: string }[]): { weekdays: number[]; times: string[] }[] {
  const days = Map.groupBy(times, ({ weekday }) => weekday)
  const same = Map.groupBy([...days], ([, ofDay]) =>
    ofDay
      .map(({ at }) => at)
      .toSorted()
      .join(' '),
  )
  return [...same].map(([words, list]) => ({
    weekdays: list.map(([weekday]) => weekday).toSorted((one, other) => one - other),
    times: words.split(' '),
  }))
}

/** What the server says of the times as they were sent, said once of each row. */
export function aboutRows(fields: readonly FieldProblem[], keys: readonly string[]): FieldProblem[] {
  const about = fields.map((field) => {
    const [, index = '', name = ''] = /^times\.(\d+)\.(at|practitionerId)$/.exec(field.path) ?? []
    const key = keys[Number(index)]
    return key === undefined || name === '' ? field : { ...field, path: `${name}.${key}` }
  })
  return about.filter(
    ({ path, code }, index) => about.findIndex((one) => one.path === path && one.code === code) === index,
  )
}
