import type { Party } from '../../shared/absence.ts'
import { api } from '../../shared/api/index.ts'
import { createLogger } from '../platform/log.ts'
import { uuidv7 } from '../platform/ids.ts'
import { schedule } from '../schedule.ts'
import { call } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { startWorker } from '../worker.ts'
import { localOf } from './local-time.ts'

export const person = ({ id }: { id: string }): Party => ({ kind: 'practitioner', id })
export const inbox = ({ id }: { id: string }): Party => ({ kind: 'care-team', id })

/** A time on the practice's clock so many hours from now; whole minutes, as people type them. */
export function inHours(house: TestHouse, hours: number): string {
  return localOf('America/Toronto', new Date(house.clock.now().getTime() + hours * 3_600_000))
}

/** What is sent for an absence from an hour on until tomorrow, unless said otherwise. */
export function anAbsenceForm(house: TestHouse, who: Party, more: { [field: string]: unknown } = {}) {
  return {
    absenceId: uuidv7(),
    who,
    from: inHours(house, 1),
    until: inHours(house, 24),
    cover: null as Party | null,
    reason: 'holiday' as const,
    note: null as { en: string; fr: string } | null,
    version: 0,
    ...more,
  }
}

type Caller = { id: string; as: Record<string, string> }

export async function anAbsence(house: TestHouse, by: Caller, form: ReturnType<typeof anAbsenceForm>) {
  const answer = await call(house, by, api.saveAbsence, form)
  if (answer.status !== 200) {
    throw new Error(`the absence was not saved: ${JSON.stringify(answer.body)}`)
  }
  return answer.body
}

export async function aRotation(
  house: TestHouse,
  by: Caller,
  who: Party,
  turns: [week: number, weekday: number, practitionerId: string][],
  more: { startsOn?: string; weeks?: number } = {},
) {
  const answer = await call(house, by, api.saveRotation, {
    rotationId: uuidv7(),
    who,
    startsOn: more.startsOn ?? '2026-11-23',
    endsOn: null,
    weeks: more.weeks ?? 1,
    turns: turns.map(([week, weekday, practitionerId]) => ({ week, weekday, practitionerId })),
    version: 0,
  })
  if (answer.status !== 200) {
    throw new Error(`the rotation was not saved: ${JSON.stringify(answer.body)}`)
  }
  return answer.body
}

/** Everything due in this house is done, once: what lies open is put with who is to act. */
export async function runCover(house: TestHouse, names = ['cover-tasks']): Promise<void> {
  const worker = startWorker(
    house.worker,
    schedule.filter(({ name }) => names.includes(name)),
    createLogger({ level: 'silent' }),
  )
  for (const name of names) {
    await worker.runOnce(name)
  }
  await worker.stop()
}
