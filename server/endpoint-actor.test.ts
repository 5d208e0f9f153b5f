// Who gets which answer from every endpoint. An endpoint that is mounted without a row here fails.
import { describe, expect, test } from 'vitest'
import { type Api, api } from '../shared/api/index.ts'
import { absenceRows } from './absences/endpoint-actors.ts'
import { accountRows } from './accounts/endpoint-actors.ts'
import { attachmentRows } from './attachments/endpoint-actors.ts'
import { auditRows } from './audit/endpoint-actors.ts'
import { capacityRows } from './capacity/endpoint-actors.ts'
import { checkRows } from './checks/endpoint-actors.ts'
import { consultRows } from './consults/endpoint-actors.ts'
import { conversationRows } from './conversations/endpoint-actors.ts'
import { filingRows } from './filing/endpoint-actors.ts'
import { focusRows } from './focus/endpoint-actors.ts'
import { goalRows } from './goals/endpoint-actors.ts'
import { notificationRows } from './notifications/endpoint-actors.ts'
import { peopleRows } from './people/endpoint-actors.ts'
import { ruleRows } from './rules/endpoint-actors.ts'
import { seeingRows } from './seeing/endpoint-actors.ts'
import { scheduledSendRows } from './conversations/scheduled-actors.ts'
import { searchRows } from './search/endpoint-actors.ts'
import { taskRows } from './tasks/endpoint-actors.ts'
import { templateRows } from './templates/endpoint-actors.ts'
import { actorKinds, aWorld, type EndpointRows, knock } from './testing/endpoint-actors.ts'
import { useTestHouse } from './testing/test-house.ts'

const house = useTestHouse()

/** One line for each module. */
const rows: EndpointRows = {
  ...absenceRows,
  ...accountRows,
  ...attachmentRows,
  ...auditRows,
  ...capacityRows,
  ...checkRows,
  ...consultRows,
  ...conversationRows,
  ...filingRows,
  ...focusRows,
  ...goalRows,
  ...notificationRows,
  ...peopleRows,
  ...ruleRows,
  ...seeingRows,
  ...scheduledSendRows,
  ...searchRows,
  ...taskRows,
  ...templateRows,
}

const names = Object.keys(api) as (keyof Api)[]
const isMounted = (name: keyof Api) => house().app.hasRoute({ method: api[name].method, url: api[name].path })

test('every endpoint that is mounted has a row, and every row an endpoint', () => {
  const mounted = names.filter(isMounted)
  expect(mounted.filter((name) => rows[name] === undefined)).toEqual([])
  expect(names.filter((name) => rows[name] !== undefined && !isMounted(name))).toEqual([])
})

describe('endpoint × actor', () => {
  test.for(names.filter((name) => rows[name] !== undefined))('%s', async (name) => {
    const row = rows[name]
    if (row === undefined) {
      throw new Error('only rows are tested')
    }
    const world = await aWorld(house())
    const answered: Record<string, number> = {}
    for (const kind of actorKinds) {
      answered[kind] = await knock(world, api, name, row, kind)
    }
    expect(answered).toEqual(row.statuses)
  })
})
