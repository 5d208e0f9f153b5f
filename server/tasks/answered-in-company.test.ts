// What is promised here: whoever answers in a transaction that others share sees the task as it is once its conversation is
// locked. A task that a colleague ends in that moment is not ended a second time, and nothing is added to one that has ended.
import { expect, test } from 'vitest'
import { api } from '../../shared/api/index.ts'
import type { Actor, Context } from '../access/context.ts'
import { accessConversation } from '../access/conversations.ts'
import { openKeyring } from '../access/keyring.ts'
import { findMessage } from '../conversations/message-view.ts'
import type { Tx } from '../platform/db.ts'
import { uuidv7 } from '../platform/ids.ts'
import { aBarrier } from '../testing/barrier.ts'
import { call, inPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { aWaitingMessage, aWaitingPractice } from './queue.fixture.ts'
import { completeResponse, findResponseTask } from './request-response.ts'

const house = useTestHouse()

test('two of different kinds in one transaction, and a colleague who ends the task of the second in between', async () => {
  const { practice, patient, conversationId } = await aWaitingPractice(house())
  const answered = await aWaitingMessage(house(), practice)
  const { physician } = practice
  const nurse = { ...practice.nurse, kind: 'practitioner', role: 'nurse' } as const
  const writer = { ...patient, kind: 'patient' } as const
  const both = Promise.withResolvers<void>()
  let opened = 0
  const inGroup = (
    about: string,
    who: Pick<Actor, 'kind'> & { id: string },
    work: (ctx: Context) => Promise<unknown>,
  ) =>
    house().way.db.gather({
      scope: { practiceId: practice.id, actorId: who.id, requestId: uuidv7() },
      about,
      use: async (tx) => {
        const ctx = await aContext(tx, { ...who, practiceId: practice.id, accountId: '', sessionId: '' } as Actor)
        // Both ask in the same turn, as requests do that arrive together.
        if (++opened >= 2) {
          both.resolve()
        }
        await both.promise
        return work(ctx)
      },
    })
  const barrier = await aBarrier(house(), 'messages')
  const group = [
    // The first to ask: its door, what a send asks behind it, and something that is kept from going on.
    inGroup(conversationId, writer, (ctx) =>
      Promise.all([
        accessConversation(ctx, conversationId, 'message.send'),
        findResponseTask(ctx, conversationId),
        findMessage(ctx, uuidv7()),
      ]),
    ),
    inGroup(answered.conversationId, nurse, async (ctx) => {
      const [, task] = await Promise.all([
        accessConversation(ctx, answered.conversationId, 'message.send'),
        findResponseTask(ctx, answered.conversationId),
      ])
      await completeResponse(ctx, task, answered.conversationId)
    }),
  ]
  await barrier.untilWaiting(1)
  const { taskId, version } = answered
  const ending = call(house(), physician, api.completeTask, { taskId, version, outcome: 'no-reply-needed' })
  await barrier.untilWaiting(2, ending)
  await barrier.lift()
  await Promise.all(group)

  const acts = await inPractice(house(), practice.id, (tx) =>
    tx.selectFrom('task_events').select('act').where('task_id', '=', taskId).orderBy('id').execute(),
  )
  expect(acts.map(({ act }) => act)).toEqual(['open', 'complete'])
  // The conversation was the group's first: whoever ends the task after it is told.
  expect((await ending).status).toBe(409)
})

async function aContext(tx: Tx, actor: Actor): Promise<Context> {
  const { keyCache, house: inHouse, clock } = house().way
  const now = clock()
  return {
    tx,
    now,
    actor,
    requestId: uuidv7(),
    client: null,
    house: inHouse,
    keys: await openKeyring(keyCache, tx, actor.practiceId, now),
    afterCommit: () => {},
    recorded: [],
  }
}
