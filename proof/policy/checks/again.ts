// What may be asked for twice: whoever has done this very act is let in to hear of it again, and nobody else, of nothing else.
import { Apart } from '../../../server/platform/transaction.ts'
import { actorFor, answerAt, contextFor, gathering } from '../acting.ts'
import type { DoneFacts, Member } from '../facts.ts'
import type { Cell } from '../grid.ts'
import type { Ground } from '../ground.ts'
import { onAgain } from '../oracle.ts'
import type { Product } from '../product.ts'
import { type DoneThing, doneThings, now } from '../relations.ts'
import type { Tally } from '../tally.ts'
import { conversationActs, doneAs } from './acts.ts'

const kinds: Record<DoneThing, DoneFacts['kind']> = {
  written: 'message',
  approved: 'message',
  'sent later': 'scheduled-send',
  waiting: 'scheduled-send',
  decided: 'consult',
  asked: 'consult',
  given: 'assignment',
}
const relations = ['has done something in it', 'another has done something in it', 'works in its inbox']

export async function checkAgain(product: Product, ground: Ground, tally: Tally): Promise<void> {
  const [first] = ground.grid.cells
  const cells = ground.grid.cells.filter(
    ({ relation }) => relations.includes(relation) || relation === 'is another patient',
  )
  for (const [practiceId, all] of Map.groupBy(cells, ({ who }) => who.practice)) {
    const own = all.filter(({ state }) => state === first?.state)
    // What they did in a conversation is no way into the next.
    const elsewhere = all.find(
      ({ state, relation, who }) => state !== first?.state && relation === relations[0] && who.part === 'nurse',
    )
    await ground.stage.bare.transact({ practiceId, actorId: practiceId, requestId: practiceId }, async (opened) => {
      const tx = gathering(opened, product.copy)
      for (const cell of own) {
        const asked = doneThings.map((thing) => ({ kind: kinds[thing], id: cell.done[thing] }))
        const others =
          elsewhere?.who.id === cell.who.id
            ? doneThings.map((thing) => ({ kind: kinds[thing], id: elsewhere.done[thing] }))
            : []
        await Promise.all(
          [...asked, ...others].map((done) => askAgain(product, ground, tally, tx, cell, done, ['send'])),
        )
        await askAgain(product, ground, tally, tx, cell, { kind: 'message', id: cell.done.written }, undefined)
      }
      const cell = own.find(({ relation, who }) => relation === relations[0] && who.part === 'nurse')
      if (cell !== undefined) {
        await inCompany(product, tally, Object.assign(tx, { isShared: true }), cell)
      }
    })
  }
}

async function askAgain(
  product: Product,
  ground: Ground,
  tally: Tally,
  tx: ReturnType<typeof gathering>,
  cell: Cell,
  done: Pick<DoneFacts, 'kind' | 'id'>,
  only: string[] | undefined,
): Promise<void> {
  const facts = ground.factsOf(cell)
  for (const [act, action] of conversationActs.filter(([each]) => only?.includes(each) ?? true)) {
    const { ctx, keysOf } = contextFor(tx, actorFor(cell.who), now)
    const door = () => product.conversations.accessAgain(ctx, cell.conversation, action, doneAs(done))
    const answer = await answerAt(door, cell.conversation)
    const should = onAgain(facts, cell.who, act, facts.conversations[0], done, now)
    tally.look('asked for again')
    const isKeyless = answer === 'allowed' && !keysOf.has(cell.patient)
    if (answer !== should || isKeyless) {
      const who = `${cell.who.part} who ${cell.relation}`
      tally.differ(
        `${who}: ${act} again, ${done.kind}: the policy says ${should}, the product ${answer}${isKeyless ? ' without the key' : ''}`,
      )
    }
  }
}

/** In company it is not told apart from a row that somebody holds: they go apart. */
async function inCompany(
  product: Product,
  tally: Tally,
  tx: ReturnType<typeof gathering>,
  { who, conversation, done }: Pick<Cell, 'conversation' | 'done'> & { who: Member },
): Promise<void> {
  const { ctx } = contextFor(tx, actorFor(who), now)
  const asked = { messageId: done.written }
  const end = await product.conversations
    .accessAgain(ctx, conversation, 'message.send', asked)
    .catch((error: unknown) => error)
  tally.look('asked for again')
  if (!(end instanceof Apart)) {
    tally.differ(`what is asked for again in company does not go apart`)
  }
}
