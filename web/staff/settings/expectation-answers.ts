import { limits } from '../../../shared/limits.ts'
import type { FieldProblem } from '../../api/problem.ts'

/** What was typed for one role: hours of opening, or nothing. */
export type TypedHours<Role extends string = string> = { role: Role; triage: string; reply: string }

export function typedHours<Role extends string>(item: {
  role: Role
  triageMinutes: number | null
  replyMinutes: number | null
}): TypedHours<Role> {
  const hours = (minutes: number | null) => (minutes === null ? '' : String(minutes / 60))
  return { role: item.role, triage: hours(item.triageMinutes), reply: hours(item.replyMinutes) }
}

/** Minutes of what was typed, in either language (1.5 and 1,5); null of nothing, NaN of what is no number. */
export function minutesOf(typed: string): number | null {
  return typed.trim() === '' ? null : Number(typed.replace(',', '.')) * 60
}

/** What the server would refuse, found here first: hours are told in quarters. Pure: tested as a table. */
export function wrongHours(answers: readonly TypedHours[]): readonly FieldProblem[] {
  return answers.flatMap(({ triage, reply }, index) =>
    [
      { path: `items.${index}.triageMinutes`, minutes: minutesOf(triage) },
      { path: `items.${index}.replyMinutes`, minutes: minutesOf(reply) },
    ].flatMap(({ path, minutes }) => (doFit(minutes) ? [] : [{ path, code: 'number' }])),
  )
}

function doFit(minutes: number | null): boolean {
  return minutes === null || (minutes >= 15 && minutes <= limits.expectedMinutes && Number.isInteger(minutes / 15))
}
