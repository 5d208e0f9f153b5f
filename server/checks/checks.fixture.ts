import { api } from '../../shared/api/index.ts'
import { createLogger } from '../platform/log.ts'
import { schedule } from '../schedule.ts'
import { call, type Person, type TestPractice } from '../testing/factories.ts'
import type { TestHouse } from '../testing/test-house.ts'
import { startWorker } from '../worker.ts'

type Time = { weekday: number; at: string; practitionerId: string | null }
type Caller = { id: string; as: Record<string, string> }

/** Nine and half past two, on each day from Monday to Friday. */
export function everyWeekday(practitionerId: string | null = null): Time[] {
  return [1, 2, 3, 4, 5].flatMap((weekday) => ['09:00', '14:30'].map((at) => ({ weekday, at, practitionerId })))
}

export function aRosterForm(practice: TestPractice, more: Record<string, unknown> = {}) {
  return {
    careTeamId: practice.careTeam.id,
    isOn: true,
    graceMinutes: 30,
    times: everyWeekday(),
    version: 0,
    ...more,
  }
}

export async function aRoster(house: TestHouse, practice: TestPractice, more: Record<string, unknown> = {}) {
  const answer = await call(house, practice.administrator, api.saveCheckRoster, aRosterForm(practice, more))
  if (answer.status !== 200) {
    throw new Error(`the roster was not saved: ${JSON.stringify(answer.body)}`)
  }
  return answer.body
}

/** Moves the clock on to a time on the clock in Toronto, to the second. */
export function goTo(house: TestHouse, local: string): void {
  const at = Temporal.PlainDateTime.from(local).toZonedDateTime('America/Toronto').epochMilliseconds
  house.clock.advance({ seconds: (at - house.clock.now().getTime()) / 1_000 })
}

/** Everything that is due about checks is done, once. */
export async function lookAtChecks(house: TestHouse): Promise<void> {
  const name = 'look-at-checks'
  const worker = startWorker(
    house.worker,
    schedule.filter((sweep) => sweep.name === name),
    createLogger({ level: 'silent' }),
  )
  await worker.runOnce(name)
  await worker.stop()
}

/** How the checks of the practice's inbox stand, as this colleague is told. */
export async function standFor(house: TestHouse, by: Caller, practice: TestPractice) {
  const { body } = await call(house, by, api.listInboxChecks, {})
  return body.items.find(({ careTeam }) => careTeam.id === practice.careTeam.id)
}

/** This colleague has the first page of the inbox before them. */
export async function aLook(house: TestHouse, by: Person, practice: TestPractice) {
  const careTeamId = practice.careTeam.id
  const { body } = await call(house, by, api.listQueue, { careTeamId })
  const taskIds = body.items.flatMap(({ task }) => (task === null ? [] : [task.id]))
  return call(house, by, api.checkInbox, { careTeamId, taskIds })
}
