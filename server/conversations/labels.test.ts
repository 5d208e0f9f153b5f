// What is promised here: whoever works on a conversation puts labels on it and takes them off, once, on record; lists show it.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aLabel } from '../rules/rules.fixture.ts'
import { aWaitingPractice } from '../tasks/queue.fixture.ts'
import { call, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'

const house = useTestHouse()

test('a label is put on once and taken off, is shown in the queue and at the desk, and is on record', async () => {
  const { practice, conversationId, patient } = await aWaitingPractice(house())
  const label = await aLabel(house(), practice)
  const on = { conversationId, labelId: label.id }
  for (let click = 0; click < 2; click++) {
    expect(await call(house(), practice.clerk, api.putLabel, on)).toMatchObject({
      status: 200,
      body: { labelIds: [label.id] },
    })
  }
  const queue = await call(house(), practice.nurse, api.listQueue, { careTeamId: practice.careTeam.id })
  expect(queue.body.items).toMatchObject([{ labelIds: [label.id] }])
  const read = await call(house(), practice.nurse, api.readConversation, { conversationId })
  expect(read.body.work?.labelIds).toEqual([label.id])
  for (let click = 0; click < 2; click++) {
    expect(await call(house(), practice.nurse, api.takeLabel, on)).toMatchObject({
      status: 200,
      body: { labelIds: [] },
    })
  }
  const log = async (act: string) => {
    const { body } = await call(house(), practice.privacyOfficer, api.searchAudit, { act, patientId: patient.id })
    return body.items.length
  }
  expect([await log('label.put'), await log('label.take')]).toEqual([2, 2])
})

test('two colleagues who label at the same moment both do', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const labels = await Promise.all(['One', 'Two', 'Three'].map((name) => aLabel(house(), practice, name, name)))
  const by = [practice.clerk, practice.nurse, practice.physician] as const
  const answers = await Promise.all(
    labels.map(({ id }, index) =>
      call(house(), by[index] ?? practice.nurse, api.putLabel, { conversationId, labelId: id }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  const read = await call(house(), practice.nurse, api.readConversation, { conversationId })
  expect(read.body.work?.labelIds.toSorted()).toEqual(labels.map(({ id }) => id).toSorted())
})

test('a label that is no longer offered is not put on, and comes off; one of another practice is none', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const other = await aWaitingPractice(house())
  const label = await aLabel(house(), practice)
  const foreign = await aLabel(house(), other.practice)
  await call(house(), practice.clerk, api.putLabel, { conversationId, labelId: label.id })
  await call(house(), practice.administrator, api.saveLabel, {
    labelId: label.id,
    name: label.name,
    isOffered: false,
    version: label.version,
  })
  expect((await call(house(), practice.clerk, api.takeLabel, { conversationId, labelId: label.id })).status).toBe(200)
  for (const labelId of [label.id, foreign.id, uuidv7()]) {
    expect(await call(house(), practice.clerk, api.putLabel, { conversationId, labelId })).toMatchObject({
      status: 422,
      body: { fields: [{ path: 'labelId', code: 'label-not-offered' }] },
    })
  }
})

test('a conversation takes so many labels and no more', async () => {
  const { practice, conversationId } = await aWaitingPractice(house())
  const label = await aLabel(house(), practice)
  const full = Array.from({ length: limits.conversationLabels }, () => uuidv7())
  await inPractice(house(), practice.id, (tx) =>
    tx.updateTable('conversations').set({ label_ids: full }).where('id', '=', conversationId).execute(),
  )
  expect(await call(house(), practice.clerk, api.putLabel, { conversationId, labelId: label.id })).toMatchObject({
    status: 409,
    body: { code: 'limit-reached' },
  })
})
