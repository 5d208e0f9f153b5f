import pg from 'pg'
import { api } from '../../shared/api/index.ts'
import { callLoosely } from '../../server/testing/factories.ts'
import type { Place } from '../place.ts'
import { columns, insertTables, push } from '../write-columns.ts'
import type { LoadedPractice } from './people.ts'

const day = 86_400_000
const hours = [9, 14]

/** Every inbox is checked twice a working day, as an administrator says through the product; one check in fifty was missed. */
export async function loadChecks(
  place: Place,
  loaded: LoadedPractice,
  { days, endsAt }: { days: number; endsAt: Date },
) {
  const { practice, careTeamIds, people } = loaded
  const times = [1, 2, 3, 4, 5].flatMap((weekday) =>
    hours.map((hour) => ({ weekday, at: `${String(hour).padStart(2, '0')}:00`, practitionerId: null })),
  )
  const checks = columns({
    care_team_id: 'uuid',
    due_at: 'timestamptz',
    late_at: 'timestamptz',
    done_at: 'timestamptz',
    done_by_id: 'uuid',
  })
  for (const careTeamId of careTeamIds) {
    const roster = { careTeamId, isOn: true, graceMinutes: 60, times, version: 0 }
    const { status, body } = await callLoosely(place.house, practice.administrator, api.saveCheckRoster, roster)
    if (status !== 200) {
      throw new Error(`a check roster was refused: ${JSON.stringify(body)}`)
    }
    for (let back = days; back > 0; back--) {
      const midnight = endsAt.getTime() - back * day
      const isWorkday = new Date(midnight).getUTCDay() % 6 !== 0
      for (const hour of isWorkday ? hours : []) {
        const dueAt = midnight + hour * 3_600_000
        const isDone = (back + hour) % 50 !== 0
        push(checks, {
          care_team_id: careTeamId,
          due_at: new Date(dueAt),
          late_at: new Date(dueAt + 3_600_000),
          done_at: isDone ? new Date(dueAt + 600_000) : null,
          done_by_id: isDone ? (people[back % people.length]?.id ?? null) : null,
        })
      }
    }
  }
  const client = new pg.Client(place.owner)
  await client.connect()
  await insertTables(client, practice.id, { checks })
  await client.query('update check_rosters set on_since = $2 where practice_id = $1', [
    practice.id,
    new Date(endsAt.getTime() - days * day),
  ])
  await client.end()
}
