// Conversations, tasks and files: every cell goes through the product's own door in a real database.
import type { Tx } from '../../../server/platform/db.ts'
import type { Actor } from '../../../server/access/context.ts'
import { actorFor, type Answer, answerAt, contextFor, enter, entries, expectedAtEntry, gathering } from '../acting.ts'
import type { Cell } from '../grid.ts'
import type { Ground } from '../ground.ts'
import { knowsOf, onConversationOrHead, onFile, onTask } from '../oracle.ts'
import type { Product } from '../product.ts'
import { now } from '../relations.ts'
import type { Tally } from '../tally.ts'
import { workerOnConversations, workerOnParts } from '../worker-duties.ts'
import { conversationActs, fileActs, taskActs } from './acts.ts'

export type Way = 'held' | 'bare'
/** With row-level security, and without it: then the conditions of the policy stand alone. */
const ways: Record<Way, string> = { held: '', bare: ', past row-level security' }

/** One question to the policy, and the same to the product. */
type Question = { what: string; cell: Cell; expected: Answer; door(tx: Tx, actor: Actor): Promise<Answer> }

export async function checkConversations(product: Product, ground: Ground, tally: Tally, way: Way): Promise<void> {
  await askAll(product, ground, tally, way, 'conversation', (cell) => {
    const facts = ground.factsOf(cell)
    return conversationActs.map(([act, action]) => ({
      what: `${act} a conversation`,
      cell,
      expected: onConversationOrHead(facts, cell.who, act, facts.conversations[0], now),
      door: (tx, actor) =>
        throughDoor(tx, actor, cell, cell.conversation, (ctx) =>
          product.conversations.accessConversation(ctx, cell.conversation, action),
        ),
    }))
  })
  await checkLists(product, ground, tally, way)
}

export async function checkTasks(product: Product, ground: Ground, tally: Tally, way: Way): Promise<void> {
  await askAll(product, ground, tally, way, 'task', (cell) => {
    const facts = ground.factsOf(cell)
    return (['respond', 'contact-patient', 'follow-up'] as const).flatMap((kind) =>
      taskActs.map(([act, action]) => ({
        what: `${act} a task (${kind})`,
        cell,
        expected: onTask(
          facts,
          cell.who,
          act,
          facts.tasks.find(({ id }) => id === cell.tasks[kind]),
          now,
        ),
        door: (tx, actor) =>
          answerAt(
            () => product.tasks.accessTask(contextFor(tx, actor, now).ctx, cell.tasks[kind], action),
            cell.tasks[kind],
          ),
      })),
    )
  })
}

/** A file that only another practice has, under the same id, in the same person's draft: it is not there. */
export async function checkStrayFiles(product: Product, ground: Ground, tally: Tally): Promise<void> {
  for (const { id, who } of ground.grid.strays.files) {
    const scope = { practiceId: who.practice, actorId: who.practice, requestId: who.practice }
    await ground.stage.bare.transact(scope, async (tx) => {
      const { ctx } = contextFor(tx, actorFor(who), now)
      const answer = await answerAt(() => product.attachments.accessAttachment(ctx, id, 'attachment.read'), id)
      tally.look('file, past row-level security')
      if (answer !== 'hidden') {
        tally.differ(`${who.part}: a file of another practice is ${answer}`)
      }
    })
  }
}

/** The worker finds every conversation and task of its practice, and none of another's. */
export async function checkWorkersDoors(product: Product, ground: Ground, tally: Tally): Promise<void> {
  const [first] = ground.grid.cells
  const cells = ground.grid.cells.filter(({ state }) => state === first?.state)
  for (const [practiceId, own] of Map.groupBy(cells, ({ who }) => who.practice)) {
    const worker: Actor = { kind: 'system', id: null, practiceId }
    await ground.stage.bare.transact({ practiceId, actorId: practiceId, requestId: practiceId }, async (opened) => {
      const { ctx } = contextFor(gathering(opened, product.copy), worker, now)
      await Promise.all(
        own.map((cell) => {
          const [it] = ground.factsOf(cell).conversations
          return askWorker(product, tally, ctx, cell, it?.mergedInto !== null)
        }),
      )
      const nowhere = await answerAt(() =>
        product.conversations.accessConversation(ctx, practiceId, 'conversation.read'),
      )
      const [one] = own
      const task = one?.tasks.respond ?? ''
      const answer = await answerAt(() => product.tasks.accessTask(ctx, task, 'task.accept'), task)
      tally.look('the worker', 2)
      if (nowhere !== 'hidden' || answer !== 'allowed') {
        tally.differ(`the worker: a conversation that is not there is ${nowhere}, a task that is there is ${answer}`)
      }
    })
  }
}

async function askWorker(
  product: Product,
  tally: Tally,
  ctx: ReturnType<typeof contextFor>['ctx'],
  cell: Cell,
  isPart: boolean,
): Promise<void> {
  await Promise.all(
    conversationActs.map(async ([act, action]) => {
      const isElsewhere = isPart && !workerOnParts.includes(act)
      const should = !workerOnConversations.includes(act) ? 'forbidden' : isElsewhere ? 'elsewhere' : 'allowed'
      const door = () => product.conversations.accessConversation(ctx, cell.conversation, action)
      const answer = await answerAt(door, cell.conversation)
      tally.look('the worker')
      if (answer !== should) {
        tally.differ(`the worker: ${act} a conversation: the policy says ${should}, the product ${answer}`)
      }
    }),
  )
}

export async function checkFiles(product: Product, ground: Ground, tally: Tally, way: Way): Promise<void> {
  await askAll(product, ground, tally, way, 'file', (cell) => {
    const facts = ground.factsOf(cell)
    return cell.files.flatMap(({ name, id }) =>
      fileActs.map(([act, action]) => ({
        what: `${act} a file that is ${name}`,
        cell,
        expected: onFile(
          facts,
          cell.who,
          act,
          facts.files.find((file) => file.id === id),
          now,
        ),
        door: (tx, actor) =>
          throughDoor(tx, actor, cell, id, (ctx) => product.attachments.accessAttachment(ctx, id, action)),
      })),
    )
  })
}

/** A door that lets somebody through has asked for the patient's key, and one that does not has asked for nobody's. */
async function throughDoor(
  tx: Tx,
  actor: Actor,
  cell: Cell,
  row: string,
  door: (ctx: ReturnType<typeof contextFor>['ctx']) => Promise<unknown>,
): Promise<Answer> {
  const { ctx, keysOf } = contextFor(tx, actor, now)
  const answer = await answerAt(() => door(ctx), row)
  const isRight = answer === 'allowed' ? keysOf.has(cell.patient) : answer !== 'hidden' || keysOf.size === 0
  if (!isRight) {
    throw new Error(`${answer}, and keys of ${[...keysOf].join(', ') || 'nobody'}`)
  }
  return answer
}

async function askAll(
  product: Product,
  ground: Ground,
  tally: Tally,
  way: Way,
  noun: string,
  questionsOf: (cell: Cell) => Question[],
): Promise<void> {
  // What is no matter of the conversation's state is asked of one state.
  const [first] = ground.grid.cells
  const cells =
    noun === 'conversation' ? ground.grid.cells : ground.grid.cells.filter(({ state }) => state === first?.state)
  for (const [practiceId, own] of Map.groupBy(cells, ({ who }) => who.practice)) {
    await ground.stage[way].transact({ practiceId, actorId: practiceId, requestId: practiceId }, async (opened) => {
      const tx = gathering(opened, product.copy)
      for (const some of chunks(own, 250)) {
        await Promise.all(some.map((cell) => askOf(product, tally, way, noun, cell, questionsOf(cell), tx)))
      }
    })
  }
}

async function askOf(
  product: Product,
  tally: Tally,
  way: Way,
  noun: string,
  cell: Cell,
  questions: Question[],
  tx: Tx,
): Promise<void> {
  for (const entry of entries) {
    const actor = enter(product, cell.who, entry)
    const answers = await Promise.all(
      questions.map(async ({ door }) =>
        typeof actor === 'string' ? actor : door(tx, actor).catch((error: Error) => error.message),
      ),
    )
    questions.forEach(({ what, expected }, at) => {
      const should = entry === 'confirmed' ? expected : expectedAtEntry(entry)
      if (answers[at] !== should) {
        const who = `${cell.who.part} (${entry}) who ${cell.relation}`
        tally.differ(`${who}, ${cell.state.name}: ${what}: the policy says ${should}, the product ${answers[at]}`)
      }
    })
    tally.look(`${noun}${ways[way]}`, questions.length)
  }
}

/** What lists begin with: each person sees exactly what they may know of. */
async function checkLists(product: Product, ground: Ground, tally: Tally, way: Way): Promise<void> {
  const byWho = Map.groupBy(ground.grid.cells, ({ who }) => `${who.practice} ${who.part} ${who.id}`)
  for (const own of byWho.values()) {
    const [{ who } = { who: undefined }] = own
    const actor = who === undefined ? 'hidden' : enter(product, who, 'confirmed')
    if (who === undefined || typeof actor === 'string') {
      tally.differ(`${who?.part}: a confirmed member is answered ${JSON.stringify(actor)}`)
      continue
    }
    const scope = { practiceId: who.practice, actorId: who.practice, requestId: who.practice }
    const listed = await ground.stage[way].transact(scope, (tx) =>
      product.conversations.visibleConversations(tx, actor, now).select('conversations.id').execute(),
    )
    const shown = new Set(listed.map(({ id }) => id))
    for (const cell of own) {
      const facts = ground.factsOf(cell)
      const should = facts.conversations.some((it) => it.id === cell.conversation && knowsOf(facts, who, it, now))
      if (shown.has(cell.conversation) !== should) {
        tally.differ(
          `${who.part} who ${cell.relation}, ${cell.state.name}: listed is ${!should}, by the policy ${should}`,
        )
      }
    }
    tally.look(`in a list${ways[way]}`, own.length)
  }
}

function chunks<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))
}
