// Whoever is let through to change something holds its row; whoever reads holds nothing. In a transaction that others share,
// nobody waits for a row that somebody holds: they go apart.
import type { Tx } from '../../../server/platform/db.ts'
import { Apart } from '../../../server/platform/transaction.ts'
import { actorFor, contextFor, gathering } from '../acting.ts'
import type { Ground } from '../ground.ts'
import type { Product } from '../product.ts'
import { now } from '../relations.ts'
import type { Tally } from '../tally.ts'
import { conversationActs, documentActs, fileActs, taskActs, templateActs } from './acts.ts'
import { isFree, isHeldElsewhere } from './is-free.ts'

type Through = (ctx: ReturnType<typeof contextFor>['ctx']) => Promise<unknown>

export async function checkLocks(product: Product, ground: Ground, tally: Tally): Promise<void> {
  const { grid, stage } = ground
  const found = grid.cells.find(({ who, relation }) => who.part === 'nurse' && relation === 'works in its inbox')
  const admin = grid.members.find(({ part, practice }) => part === 'administrator' && practice === found?.who.practice)
  const rotation = grid.rotations.find(
    ({ practice, practitioner }) => practice === found?.who.practice && practitioner !== null,
  )
  if (found === undefined || admin === undefined || rotation === undefined) {
    throw new Error('there is somebody who works in an inbox')
  }
  const { practice } = found.who
  const nurse = actorFor(found.who)
  const scope = { practiceId: practice, actorId: practice, requestId: practice }
  const holds = async (
    what: string,
    [table, id]: [string, string],
    should: boolean,
    through: Through,
    actor = nurse,
  ) => {
    await stage.bare.transact(scope, async (tx) => {
      const { tx: heard, locking } = listening(gathering(tx, product.copy))
      await through(contextFor(heard, actor, now).ctx)
      tally.look('lock')
      // What locks leaves before everything else that is asked in its turn: it has to say that it does.
      if (locking.includes(!should)) {
        tally.differ(`${what}: what is asked says that it ${should ? 'locks nothing' : 'locks'}`)
      }
      if ((await isFree(stage, table, practice, id)) === should) {
        tally.differ(`${what}: ${should ? 'does not hold' : 'holds'} the row of ${table}`)
      }
      if (await isHeldElsewhere(stage, table, practice, id)) {
        tally.differ(`${what}: holds the row of ${table} in another practice`)
      }
    })
  }
  const conversation: [string, string] = ['conversations', found.conversation]
  for (const [act, action] of conversationActs) {
    await holds(`${act} a conversation`, conversation, act !== 'read', (ctx) =>
      product.conversations.accessConversation(ctx, found.conversation, action),
    )
  }
  for (const [act, action] of taskActs) {
    const through: Through = (ctx) => product.tasks.accessTask(ctx, found.tasks.respond, action)
    await holds(`${act} a task`, ['tasks', found.tasks.respond], true, through)
    await holds(`${act} a task`, conversation, true, through)
  }
  const own = found.files.find(({ name }) => name === 'in their draft')?.id ?? ''
  for (const [act, action] of fileActs) {
    await holds(`${act} a file`, ['attachments', own], act === 'remove', (ctx) =>
      product.attachments.accessAttachment(ctx, own, action),
    )
  }
  for (const action of ['patient.read', 'patient.manage'] as const) {
    await holds(action, ['patients', found.patient], action === 'patient.manage', (ctx) =>
      product.people.accessPatient(ctx, found.patient, action),
    )
  }
  const byAdmin = actorFor(admin)
  await holds(
    'change a colleague',
    ['practitioners', admin.id],
    true,
    (ctx) => product.people.accessPractitioner(ctx, admin.id),
    byAdmin,
  )
  await holds(
    'change a rotation',
    ['rotations', rotation.id],
    true,
    (ctx) => product.absences.accessRotation(ctx, rotation.id),
    byAdmin,
  )
  const [orphan] = grid.strays.found
  await holds(
    'give out a conversation',
    ['conversations', orphan?.id ?? ''],
    true,
    (ctx) => product.people.accessOrphan(ctx, orphan?.id ?? ''),
    byAdmin,
  )
  await againHolds(product, ground, holds)
  await templatesHold(product, ground, holds, nurse.id)
  const contextOf = (tx: Tx) => contextFor(tx, nurse, now).ctx
  await goesApart(product, ground, tally, found.conversation, contextOf, scope)
  await waits(product, ground, tally, found.conversation, contextOf, scope)
}

/** Of every question that several may share: whether it says that it locks. */
function listening(tx: Tx): { tx: Tx; locking: boolean[] } {
  const locking: boolean[] = []
  const { ask, change } = tx.together
  const heard: Tx['together']['ask'] = (question, ...asks) => {
    locking.push(question.locks === true)
    return ask(question, ...asks)
  }
  return { tx: Object.assign(tx, { together: { ask: heard, change } }), locking }
}

type Holds = (
  what: string,
  row: [string, string],
  should: boolean,
  through: Through,
  actor?: ReturnType<typeof actorFor>,
) => Promise<void>

/** What is asked for again is decided on like what is asked for the first time. */
async function againHolds(product: Product, { grid }: Ground, holds: Holds): Promise<void> {
  const cell = grid.cells.find(({ who, relation }) => who.part === 'nurse' && relation === 'has done something in it')
  if (cell === undefined) {
    throw new Error('there is somebody who has done something')
  }
  const done = { messageId: cell.done.written }
  const through: Through = (ctx) => product.conversations.accessAgain(ctx, cell.conversation, 'message.send', done)
  await holds('send again', ['conversations', cell.conversation], true, through, actorFor(cell.who))
}

async function templatesHold(product: Product, { grid }: Ground, holds: Holds, x: string): Promise<void> {
  const scene = grid.templates.find((one) => one.x === x)
  const template = scene?.templates.find(({ name }) => name === 'their own')?.id ?? ''
  const document = scene?.documents.find(({ name }) => name === 'received by them, of one their own')
  const asked = { templateId: document?.template ?? '', documentId: document?.id ?? '' }
  for (const [act, action] of templateActs) {
    await holds(`${act} a template`, ['templates', template], act === 'write', (ctx) =>
      product.templates.accessTemplate(ctx, template, action),
    )
  }
  for (const [act, action] of documentActs) {
    await holds(`${act} a document`, ['template_documents', asked.documentId], act === 'remove', (ctx) =>
      product.templates.accessDocument(ctx, asked, action),
    )
  }
  for (const isHeld of [true, false]) {
    await holds('find a document', ['template_documents', asked.documentId], isHeld, (ctx) =>
      product.templates.findDocument(ctx, asked.documentId, isHeld),
    )
  }
}

async function goesApart(
  product: Product,
  { stage }: Ground,
  tally: Tally,
  conversation: string,
  contextOf: (tx: Tx) => ReturnType<typeof contextFor>['ctx'],
  scope: { practiceId: string; actorId: string; requestId: string },
): Promise<void> {
  await stage.bare.transact(scope, async (first) => {
    await product.conversations.accessConversation(
      contextOf(gathering(first, product.copy)),
      conversation,
      'message.send',
    )
    await stage.held.transact(scope, async (second) => {
      const tx = Object.assign(gathering(second, product.copy), { isShared: true })
      const end = await product.conversations
        .accessConversation(contextOf(tx), conversation, 'message.send')
        .catch((error: unknown) => error)
      tally.look('lock')
      if (!(end instanceof Apart)) {
        tally.differ('a shared transaction does not go apart from one that holds the row')
      }
      await product.conversations.accessConversation(contextOf(tx), conversation, 'conversation.read')
    })
  })
}

/** Alone, one waits for the row, and goes on when it is free. */
async function waits(
  product: Product,
  { stage }: Ground,
  tally: Tally,
  conversation: string,
  contextOf: (tx: Tx) => ReturnType<typeof contextFor>['ctx'],
  scope: { practiceId: string; actorId: string; requestId: string },
): Promise<void> {
  const send = (tx: Tx) =>
    product.conversations.accessConversation(contextOf(gathering(tx, product.copy)), conversation, 'message.send')
  let isSettled = false
  let second: Promise<unknown> = Promise.resolve()
  await stage.bare.transact(scope, async (first) => {
    await send(first)
    second = stage.bare.transact(scope, send).finally(() => (isSettled = true))
    second.catch(() => {})
    let isWaiting = false
    while (!isSettled && !isWaiting) {
      const { rows } = await stage.owner.query<{ waiting: number }>(
        'select count(*)::int as waiting from pg_locks where not granted',
      )
      isWaiting = (rows[0]?.waiting ?? 0) > 0
    }
  })
  const outcome = await second.then(
    () => 'goes on',
    (error: Error) => error.message,
  )
  tally.look('lock')
  if (outcome !== 'goes on') {
    tally.differ(`somebody who has to wait for a row is told: ${outcome}`)
  }
}
