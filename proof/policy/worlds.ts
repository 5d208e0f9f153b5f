// Random small practices, each laid down in the database with the same ids as all others, past row-level security: what
// everybody sees of every conversation, through the product's door, and what they may do with it.
import fc from 'fast-check'
import { loadFacts } from '../canary/load-facts.ts'
import { actorFor, answerAt, contextFor, gathering, staffParts } from './acting.ts'
import { conversationActs } from './checks/acts.ts'
import type { Facts, Member } from './facts.ts'
import { byPractice, counter } from './grid.ts'
import { onConversation } from './oracle.ts'
import type { Product } from './product.ts'
import { at, now } from './relations.ts'
import { makeRows, tables } from './rows.ts'
import { clear, layDown, type Stage } from './stage.ts'

const colleagues = 3
const pick = (count: number) => fc.integer({ min: 0, max: count - 1 })
const maybe = (count: number) => fc.option(pick(count), { freq: 3 })
const minutes = fc.constantFrom(-90, -1, 0, 1, 90)
const status = fc.constantFrom('requested', 'accepted', 'completed', 'cancelled')

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
    /** The second was put into the first, where they are of one patient. */
    isMerged: fc.boolean(),
    tasks: fc.uniqueArray(
      fc.record({
        of: pick(2),
        kind: fc.constantFrom('respond' as const, 'contact-patient' as const),
        status,
        inbox: pick(2),
        owner: maybe(colleagues),
        escalated: maybe(colleagues),
      }),
      // One of a kind is open in a conversation.
      { maxLength: 3, selector: ({ of, kind }) => `${of} ${kind}` },
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
  })
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

const ids = counter(1)
const id = Object.fromEntries(
  ['people', 'inboxes', 'patients', 'conversations', 'rest'].map((noun) => [
    noun,
    Array.from({ length: 12 }, () => ids.next()),
  ]),
)
const named = (noun: string, index: number | null) => (index === null ? null : (id[noun]?.[index] ?? null))
const known = (noun: string, index: number) => named(noun, index) ?? ''

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

type Placed = { practice: string; members: Member[] }

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
        facts.conversations.flatMap((it) =>
          conversationActs.map(async ([act, action]) => {
            const { ctx } = contextFor(tx, actorFor(who), now)
            const answer = await answerAt(() => product.conversations.accessConversation(ctx, it.id, action))
            const should = onConversation(facts, who, act, it, now)
            return answer === should
              ? null
              : `${who.part} ${who.id}: ${act} ${it.id}: the policy says ${should}, the product ${answer}`
          }),
        ),
      ),
    )
    return found.find((words) => words !== null) ?? null
  })
}

function layWorld(make: ReturnType<typeof makeRows>, practice: string, world: World): Placed {
  const rest = counter(0x2_000_000)
  make.practice(practice, world.clerksSee)
  const staff = world.parts.map((part, index): Member => {
    make.practitioner(practice, known('people', index))
    return { id: known('people', index), practice, account: null, part, standing: 'confirmed' }
  })
  for (const inbox of [0, 1]) {
    make.inbox(practice, known('inboxes', inbox), known('people', 0), known('people', 1))
    make.topic(practice, known('inboxes', inbox), known('inboxes', inbox), 3)
  }
  world.works.forEach(({ inbox, who }) => make.worksIn(practice, known('inboxes', inbox), known('people', who)))
  const patients = world.usual.map((usual, index): Member => {
    make.patient(practice, known('patients', index), named('people', usual))
    return { id: known('patients', index), practice, account: null, part: 'patient', standing: 'confirmed' }
  })
  world.conversations.forEach((one, index) =>
    make.conversation(practice, known('conversations', index), {
      patient_id: known('patients', one.patient),
      topic_id: known('inboxes', one.inbox),
      care_team_id: known('inboxes', one.inbox),
      mode: one.mode,
      reply_until: one.mode === 'reply-until' ? at(one.until) : null,
      closed_at: one.closed === null ? null : at(one.closed),
      responsible_id: named('people', one.responsible),
      merged_into_id:
        world.isMerged && index === 1 && one.patient === world.conversations[0].patient
          ? known('conversations', 0)
          : null,
    }),
  )
  world.tasks.forEach((one) =>
    make.task(practice, rest.next(), {
      conversation_id: known('conversations', one.of),
      patient_id: known('patients', 0),
      kind: one.kind,
      status: one.status === 'accepted' && one.owner === null ? 'requested' : (one.status as 'requested'),
      care_team_id: known('inboxes', one.inbox),
      owner_id: named('people', one.owner),
      escalated_to_id: named('people', one.escalated),
    }),
  )
  world.absences.forEach((one) => {
    const inbox = one.of === 'inbox' ? one.who % 2 : null
    const coversThemself = one.of === 'person' ? one.covering === one.who : one.covering % 2 === inbox
    make.absence(practice, rest.next(), {
      practitioner_id: one.of === 'person' ? known('people', one.who) : null,
      care_team_id: named('inboxes', inbox),
      covering_practitioner_id:
        one.by === 'person' && !(one.of === 'person' && coversThemself) ? known('people', one.covering) : null,
      covering_care_team_id:
        one.by === 'inbox' && !(one.of === 'inbox' && coversThemself) ? known('inboxes', one.covering % 2) : null,
      starts_at: at(one.from),
      ends_at: at(one.from + one.minutes),
      cancelled_at: one.isCancelled ? at(0) : null,
    })
  })
  world.reasons.forEach(({ patient, who, until }) =>
    make.reason(practice, rest.next(), {
      patient_id: known('patients', patient),
      practitioner_id: known('people', who),
      expires_at: at(until),
    }),
  )
  return { practice, members: [...staff, ...patients] }
}
