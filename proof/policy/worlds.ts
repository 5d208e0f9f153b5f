// Random small practices, each laid down in the database with the same ids as all others, past row-level security: what
// everybody sees of every conversation, through the product's door, and what they may do with it.
import fc from 'fast-check'
import { loadFacts } from '../canary/load-facts.ts'
import { actorFor, answerAt, contextFor, gathering, staffParts } from './acting.ts'
import type { Facts } from './facts.ts'
import { byPractice, counter } from './grid.ts'
import { layWorld, type Placed } from './lay-world.ts'
import type { Product } from './product.ts'
import { now } from './relations.ts'
import { makeRows, tables } from './rows.ts'
import { clear, layDown, type Stage } from './stage.ts'
import { questionsOf } from './world-questions.ts'

const colleagues = 3
const pick = (count: number) => fc.integer({ min: 0, max: count - 1 })
const maybe = (count: number) => fc.option(pick(count), { freq: 3 })
const minutes = fc.constantFrom(-90, -1, 0, 1, 90)
const status = fc.constantFrom('requested', 'accepted', 'completed', 'cancelled')
const kind = fc.constantFrom('respond' as const, 'contact-patient' as const, 'follow-up' as const)

export type World = ReturnType<typeof makeWorlds> extends fc.Arbitrary<infer T> ? T : never

export function makeWorlds() {
  return fc.record({
    clerksSee: fc.constantFrom('full' as const, 'subject' as const),
    parts: fc.tuple(...Array.from({ length: colleagues }, () => fc.constantFrom(...staffParts))),
    /** Who works in which of two inboxes. */
    works: fc.uniqueArray(fc.record({ inbox: pick(2), who: pick(colleagues) }), {
      maxLength: 3,
      selector: ({ inbox, who }) => inbox * 10 + who,
    }),
    usual: fc.tuple(maybe(colleagues), maybe(colleagues)),
    conversations: fc.tuple(conversation(), conversation()),
    /** Where they are of one patient: the second was put into the first, or answers a letter of it apart, or both in turn. */
    isMerged: fc.boolean(),
    isSplit: fc.boolean(),
    tasks: fc.uniqueArray(
      fc.record({
        of: pick(2),
        kind,
        status,
        inbox: pick(2),
        /** An inbox of clinicians that was asked, and may have been given it since. */
        asked: maybe(2),
        owner: maybe(colleagues),
        escalated: maybe(colleagues),
        note: pick(3),
      }),
      // One of a kind is open in a conversation; follow-ups stand beside each other.
      { maxLength: 4, selector: ({ of, kind: what, note }) => `${of} ${what} ${what === 'follow-up' ? note : ''}` },
    ),
    absences: fc.array(
      fc.record({
        who: pick(colleagues),
        of: fc.constantFrom('person' as const, 'person' as const, 'inbox' as const),
        by: fc.constantFrom('person' as const, 'inbox' as const, 'nobody' as const),
        covering: pick(colleagues),
        from: minutes,
        minutes: fc.constantFrom(1, 90, 180),
        isCancelled: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    reasons: fc.array(fc.record({ patient: pick(2), who: pick(colleagues), until: minutes }), { maxLength: 2 }),
    /** Letters: two of the first conversation, the first of which is answered apart where one is; one of the second. */
    files: fc.tuple(file(), file(), file(), file()),
    /** Whether the last file, in a draft, waits with words that colleagues see. */
    waiting: fc.record({
      how: fc.constantFrom('not' as const, 'left' as const, 'back' as const, 'first' as const, 'asked' as const),
      of: pick(2),
      inbox: pick(2),
      status,
    }),
    done: fc.array(
      fc.record({
        kind: fc.constantFrom('written', 'approved', 'sent later', 'waiting', 'decided', 'asked', 'given'),
        of: pick(2),
        by: pick(colleagues),
      }),
      { maxLength: 3 },
    ),
    templates: fc.array(fc.record({ inbox: maybe(2), owner: pick(colleagues), isOwn: fc.boolean() }), { maxLength: 3 }),
    documents: fc.array(fc.record({ of: pick(4), by: pick(colleagues), isNamed: fc.boolean(), isRemoved: seldom }), {
      maxLength: 3,
    }),
  })
}

const seldom = fc.integer({ min: 0, max: 4 }).map((one) => one === 0)

function file() {
  return fc.record({ by: pick(colleagues), isRemoved: seldom })
}

function conversation() {
  return fc.record({
    patient: pick(2),
    inbox: pick(2),
    responsible: maybe(colleagues),
    mode: fc.constantFrom('two-way' as const, 'one-way' as const, 'reply-until' as const),
    until: minutes,
    closed: fc.option(fc.constantFrom(-1, -3 * 24 * 60, -3 * 24 * 60 - 1), { freq: 2 }),
  })
}

/** What differs in each of these worlds, or null; worlds that agree are null. */
export async function differencesIn(product: Product, stage: Stage, worlds: World[]): Promise<(string | null)[]> {
  const make = makeRows()
  const practices = counter(0x1_000_000)
  const placed = worlds.map((world) => layWorld(make, practices.next(), world))
  await layDown(stage.owner, make.rows)
  try {
    const facts = byPractice(
      await loadFacts(stage.owner),
      placed.flatMap(({ members }) => members),
    )
    const answers: (string | null)[] = []
    for (let from = 0; from < placed.length; from += atOnce) {
      const some = placed.slice(from, from + atOnce)
      answers.push(
        ...(await Promise.all(some.map((one) => differenceIn(product, stage, one, facts.get(one.practice))))),
      )
    }
    return answers
  } finally {
    await clear(stage.owner, [...tables])
  }
}

/** As many as there are connections. */
const atOnce = 4

async function differenceIn(
  product: Product,
  stage: Stage,
  { practice, members }: Placed,
  facts?: Facts,
): Promise<string | null> {
  if (facts === undefined) {
    throw new Error('every world was laid down')
  }
  const scope = { practiceId: practice, actorId: practice, requestId: practice }
  return stage.bare.transact(scope, async (opened) => {
    const tx = gathering(opened, product.copy)
    const found = await Promise.all(
      members.flatMap((who) =>
        questionsOf(product, facts, who).map(async ({ what, should, door, row }) => {
          const answer = await answerAt(() => door(contextFor(tx, actorFor(who), now).ctx), row)
          return answer === should
            ? null
            : `${who.part} ${who.id}: ${what}: the policy says ${should}, the product ${answer}`
        }),
      ),
    )
    return found.find((words) => words !== null) ?? null
  })
}
