// What is promised here: several conversations are labelled and closed at once, each judged by itself; nothing that is owed
// ends unsaid; and taking it back leaves each as it was, what was to do included, unless something happened in it since.
import { describe, expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import { limits } from '../../shared/limits.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aLabel } from '../rules/rules.fixture.ts'
import { aReply, aWaitingMessage, aWaitingPractice, openTaskOf } from '../tasks/queue.fixture.ts'
import {
  aCareTeam,
  aPatient,
  aPractice,
  call,
  callLoosely,
  inPractice,
  type TestPractice,
} from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { twoConversations } from './merge.fixture.ts'
import { aWaitingAnswer } from './scheduled.fixture.ts'

const house = useTestHouse()

async function asked(practice: TestPractice, ...ids: string[]) {
  const rows = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('conversations').select(['id', 'version']).where('id', 'in', ids).execute(),
  )
  return ids.map((conversationId) => ({
    conversationId,
    version: rows.find(({ id }) => id === conversationId)?.version ?? 0,
  }))
}

/** An answered conversation: nobody has anything to do in it. */
async function anAnswered(practice: TestPractice): Promise<string> {
  const { conversationId } = await aWaitingMessage(house(), practice)
  await aReply(house(), practice.nurse, conversationId)
  return conversationId
}

async function stateOf(practice: TestPractice, conversationId: string) {
  const { body } = await call(house(), practice.nurse, api.readConversation, { conversationId })
  return { status: body.status, outcome: body.outcome, tasks: body.work?.tasks.map(({ status }) => status) }
}

async function acts(practice: TestPractice, act: string) {
  const { body } = await call(house(), practice.privacyOfficer, api.searchAudit, { act })
  return body.items
}

describe('labels', () => {
  test('are put on and taken off several; what had it before keeps it when that is undone', async () => {
    const { practice, conversationId: first } = await aWaitingPractice(house())
    const { conversationId: second } = await aWaitingMessage(house(), practice)
    const label = await aLabel(house(), practice)
    await call(house(), practice.clerk, api.putLabel, { conversationId: second, labelId: label.id })
    const on = { labelId: label.id, conversationIds: [first, second], isOn: true }
    const put = await call(house(), practice.nurse, api.labelSeveral, on)
    expect(put.body).toEqual({
      done: [{ conversationId: first }],
      notDone: [{ conversationId: second, code: 'already-so' }],
    })
    const queue = await call(house(), practice.nurse, api.listQueue, {
      careTeamId: practice.careTeam.id,
      labelId: label.id,
    })
    expect(queue.body.items).toHaveLength(2)

    const undo = { labelId: label.id, conversationIds: put.body.done.map((row) => row.conversationId), isOn: false }
    expect((await call(house(), practice.nurse, api.labelSeveral, undo)).body.done).toEqual([{ conversationId: first }])
    const left = await call(house(), practice.nurse, api.listQueue, {
      careTeamId: practice.careTeam.id,
      labelId: label.id,
    })
    expect(left.body.items.map(({ conversation }) => conversation.id)).toEqual([second])
    expect([await acts(practice, 'label.put'), await acts(practice, 'label.take')]).toMatchObject([
      { length: 2 },
      { length: 1 },
    ])
  })

  test('the log names the label by its id, put on alone or with others', async () => {
    const { practice, conversationId } = await aWaitingPractice(house())
    const label = await aLabel(house(), practice)
    await call(house(), practice.nurse, api.putLabel, { conversationId, labelId: label.id })
    await call(house(), practice.nurse, api.takeLabel, { conversationId, labelId: label.id })
    await call(house(), practice.nurse, api.labelSeveral, {
      labelId: label.id,
      conversationIds: [conversationId],
      isOn: true,
    })
    const entries = await inPractice(house(), practice.id, (tx) =>
      tx.selectFrom('audit_events').select('payload').orderBy('id').execute(),
    )
    const named = entries
      .map(({ payload }): { act: string; info: string[]; object?: unknown } => JSON.parse(payload.toString('utf8')))
      .filter(({ info }) => info.includes(`label.${label.id}`))
    expect(named).toMatchObject(
      ['label.put', 'label.take', 'label.put'].map((act) => ({
        act,
        object: { type: 'conversation', id: conversationId },
      })),
    )
  })

  test('one that is not offered is put on none, and a full conversation takes no more', async () => {
    const { practice, conversationId } = await aWaitingPractice(house())
    const label = await aLabel(house(), practice)
    const on = { conversationIds: [conversationId], isOn: true }
    expect((await call(house(), practice.nurse, api.labelSeveral, { ...on, labelId: uuidv7() })).status).toBe(422)
    const full = Array.from({ length: limits.conversationLabels }, () => uuidv7())
    await inPractice(house(), practice.id, (tx) =>
      tx.updateTable('conversations').set({ label_ids: full }).where('id', '=', conversationId).execute(),
    )
    const { body } = await call(house(), practice.nurse, api.labelSeveral, { ...on, labelId: label.id })
    expect(body).toEqual({ done: [], notDone: [{ conversationId, code: 'limit-reached' }] })
  })
})

test('one that was put into another is named as that, and the others are labelled and closed', async () => {
  const two = await twoConversations(house())
  const { practice, headId, otherId } = two
  await two.merge()
  const { conversationId } = await aWaitingMessage(house(), practice)
  await aReply(house(), practice.nurse, conversationId)
  const label = await aLabel(house(), practice)
  const on = { labelId: label.id, conversationIds: [otherId, conversationId], isOn: true }
  const merged = [{ conversationId: otherId, code: 'merged' }]
  expect((await call(house(), practice.nurse, api.labelSeveral, on)).body).toEqual({
    done: [{ conversationId }],
    notDone: merged,
  })
  const { body } = await call(house(), practice.nurse, api.closeSeveral, {
    conversations: await asked(practice, otherId, conversationId),
    outcome: 'answered',
    endsTasks: true,
  })
  expect(body).toMatchObject({ done: [{ conversationId }], notDone: merged })
  expect((await stateOf(practice, headId)).status).toBe('open')
})

describe('closing several', () => {
  test('closes what is answered and asks for its filing; says of each other one why it is as it was', async () => {
    const practice = await aPractice(house())
    const [answered, also, closed] = [
      await anAnswered(practice),
      await anAnswered(practice),
      await anAnswered(practice),
    ]
    const { conversationId: owed } = await aWaitingMessage(house(), practice)
    const leaving = await anAnswered(practice)
    const changed = await anAnswered(practice)
    const elsewhere = await aWaitingPractice(house())
    const hidden = await aHidden(practice)
    const rows = await asked(practice, answered, also, owed, leaving, changed, closed, hidden, elsewhere.conversationId)
    await call(house(), practice.clerk, api.closeSeveral, {
      conversations: await asked(practice, closed),
      outcome: 'redirected',
    })
    await aWaitingAnswer(house(), practice.nurse, leaving, { seenSequence: 3 })
    await aReply(house(), practice.physician, changed)

    const { status, body } = await call(house(), practice.nurse, api.closeSeveral, {
      conversations: rows,
      outcome: 'answered',
    })
    expect(status).toBe(200)
    expect(body.done.map(({ conversationId }) => conversationId).toSorted()).toEqual([answered, also].toSorted())
    const codes = Object.fromEntries(body.notDone.map(({ conversationId, code }) => [conversationId, code]))
    expect(codes).toEqual({
      [owed]: 'to-do',
      [leaving]: 'answer-waiting',
      [changed]: 'changed-meanwhile',
      [closed]: 'already-so',
      [hidden]: 'not-found',
      [elsewhere.conversationId]: 'not-found',
    })
    expect(await stateOf(practice, answered)).toEqual({ status: 'closed', outcome: 'answered', tasks: ['completed'] })
    expect(await stateOf(practice, closed)).toMatchObject({ outcome: 'redirected' })
    expect(await stateOf(practice, owed)).toMatchObject({ status: 'open', tasks: ['requested'] })
    const page = await call(house(), practice.nurse, api.readConversation, { conversationId: also })
    expect(page.body.work?.filing).toMatchObject({ status: 'requested' })
  })

  test('what is owed ends only when that is said, and taking it back leaves it to do as it was', async () => {
    const { practice, conversationId, taskId } = await aWaitingPractice(house())
    const { conversationId: claimed, ...other } = await aWaitingMessage(house(), practice)
    await call(house(), practice.nurse, api.acceptTask, { taskId: other.taskId, version: other.version })
    const before = [
      await openTaskOf(house(), practice.id, conversationId),
      await openTaskOf(house(), practice.id, claimed),
    ]
    const { body } = await call(house(), practice.nurse, api.closeSeveral, {
      conversations: await asked(practice, conversationId, claimed),
      outcome: 'no-action-needed',
      endsTasks: true,
    })
    expect(body.done).toHaveLength(2)
    expect(await stateOf(practice, conversationId)).toMatchObject({ status: 'closed', tasks: ['cancelled'] })

    house().clock.advance({ seconds: 10 })
    const undo = await call(house(), practice.nurse, api.undoClosures, { conversations: body.done })
    expect(undo.body).toMatchObject({ done: [{}, {}], notDone: [] })
    expect(await stateOf(practice, conversationId)).toEqual({ status: 'open', outcome: null, tasks: ['requested'] })
    expect(await stateOf(practice, claimed)).toEqual({ status: 'open', outcome: null, tasks: ['accepted'] })
    const same = ({
      id,
      owner_id,
      due_at,
      expected_at,
      priority,
      care_team_id,
      escalate_at,
    }: (typeof before)[number]) => ({
      id,
      owner_id,
      due_at,
      expected_at,
      priority,
      care_team_id,
      escalate_at,
    })
    const after = [
      await openTaskOf(house(), practice.id, conversationId),
      await openTaskOf(house(), practice.id, claimed),
    ]
    expect(after.map(same)).toEqual(before.map(same))
    const queue = await call(house(), practice.nurse, api.listQueue, { careTeamId: practice.careTeam.id })
    expect(queue.body.items.map(({ task }) => task?.id)).toContain(taskId)
    expect(await acts(practice, 'conversation.reopen')).toHaveLength(2)
  })

  test('what happened since is not undone: the patient wrote, a colleague closed it again, or somebody else closed it', async () => {
    const practice = await aPractice(house())
    const patient = await aPatient(house(), practice)
    const { conversationId: wrote } = await aWaitingMessage(house(), practice, { patient })
    await aReply(house(), practice.nurse, wrote)
    const [again, others] = [await anAnswered(practice), await anAnswered(practice)]
    const closed = await call(house(), practice.nurse, api.closeSeveral, {
      conversations: await asked(practice, wrote, again),
      outcome: 'answered',
    })
    const theirs = await call(house(), practice.physician, api.closeSeveral, {
      conversations: await asked(practice, others),
      outcome: 'answered',
    })
    await call(house(), patient, api.sendMessage, {
      conversationId: wrote,
      messageId: uuidv7(),
      text: 'One thing more.',
      attachmentIds: [],
    })
    await call(house(), practice.physician, api.reopenConversation, { conversationId: again })
    await call(house(), practice.nurse, api.closeSeveral, {
      conversations: await asked(practice, again),
      outcome: 'redirected',
    })
    const undo = await call(house(), practice.nurse, api.undoClosures, {
      conversations: [...closed.body.done, ...theirs.body.done],
    })
    expect(undo.body.done).toEqual([])
    expect(undo.body.notDone.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => 'changed-meanwhile'))
    expect(await stateOf(practice, again)).toMatchObject({ status: 'closed', outcome: 'redirected' })
    expect(await stateOf(practice, wrote)).toMatchObject({ status: 'open' })
  })

  test('two who close the same in opposite orders both get an answer, and each conversation is closed once', async () => {
    const practice = await aPractice(house())
    const ids = [await anAnswered(practice), await anAnswered(practice), await anAnswered(practice)]
    const rows = await asked(practice, ...ids)
    const answers = await Promise.all([
      call(house(), practice.nurse, api.closeSeveral, { conversations: rows, outcome: 'answered' }),
      call(house(), practice.physician, api.closeSeveral, { conversations: rows.toReversed(), outcome: 'answered' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const done = answers.flatMap(({ body }) => body.done.map(({ conversationId }) => conversationId))
    expect(done.toSorted()).toEqual(ids.toSorted())
  })

  test('a clerk who sees subjects alone closes none, and each refusal is on record', async () => {
    const practice = await aPractice(house())
    const conversationId = await anAnswered(practice)
    await inPractice(house(), practice.id, (tx) => tx.updateTable('practices').set({ clerk_view: 'subject' }).execute())
    const { body } = await call(house(), practice.clerk, api.closeSeveral, {
      conversations: await asked(practice, conversationId),
      outcome: 'answered',
    })
    expect(body).toEqual({ done: [], notDone: [{ conversationId, code: 'forbidden' }] })
    expect(await acts(practice, 'conversation.close')).toMatchObject([{ outcome: 4 }])
  })
})

describe('bad input is refused by the name of its field:', () => {
  const conversationId = uuidv7()
  test.each<[string, Record<string, unknown>, string, string]>([
    ['nothing', { conversations: [], outcome: 'answered' }, 'conversations', 'too-short'],
    [
      'more than at once',
      {
        conversations: Array.from({ length: limits.bulkRows + 1 }, () => ({ conversationId, version: 1 })),
        outcome: 'answered',
      },
      'conversations',
      'too-long',
    ],
    ['no outcome', { conversations: [{ conversationId, version: 1 }] }, 'outcome', 'malformed'],
  ])('%s', async (_what, input, path, code) => {
    const practice = await aPractice(house())
    const { status, body } = await callLoosely(house(), practice.nurse, api.closeSeveral, input)
    expect([status, body]).toMatchObject([422, { fields: [{ path, code }] }])
  })
})

/** A conversation of the practice in an inbox in which the nurse does not work. */
async function aHidden(practice: TestPractice): Promise<string> {
  const doctors = await aCareTeam(house(), practice, { owner: practice.physician, backup: practice.clerk })
  const { conversationId, taskId, version } = await aWaitingMessage(house(), practice)
  await call(house(), practice.physician, api.assignTask, { taskId, version, careTeamId: doctors.id })
  return conversationId
}
