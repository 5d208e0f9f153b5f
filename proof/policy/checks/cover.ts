// Who acts for whom, in one random clinic: the product's answer, how long it says that it stands, and its walk over two weeks.
import type { Responder } from '../../../server/routing/choose-responder.ts'
import { type Expected, localDate, personInsteadOf, whoActs } from '../cover-oracle.ts'
import type { CoverWorld } from '../cover-worlds.ts'
import type { Product } from '../product.ts'

/** In words what differs, or null. */
export function differsInCover(product: Product, world: CoverWorld): string | null {
  const { facts, addressee, at, person } = world
  const { until, ...answer } = product.chooseResponder.chooseResponder(facts, addressee, at)
  const expected = whoActs(facts, addressee, at)
  if (!isSame(answer, expected)) {
    return `who acts: the policy says ${JSON.stringify(expected)}, the product ${JSON.stringify(answer)}`
  }
  const standIn = product.chooseResponder.chooseStandIn(facts, person, at)
  const stands = personInsteadOf(facts, person, at)
  if (standIn.id !== stands) {
    return `who stands in for ${person}: the policy says ${stands}, the product ${standIn.id}`
  }
  return (
    untilIsWrong(world, until, (instant) => JSON.stringify(whoActs(facts, addressee, instant))) ??
    untilIsWrong(world, standIn.until, (instant) => String(personInsteadOf(facts, person, instant))) ??
    walkDiffers(product, world) ??
    walksTooFar(product, world)
  )
}

function isSame(answer: Omit<Responder, 'until'>, expected: Expected): boolean {
  const inOrder = (of: Omit<Responder, 'until'>) =>
    JSON.stringify(
      [of.ownerId, of.careTeamId, of.coveringFor, of.absenceId, of.path, of.fallback, of.answersId].map(
        (said) => said ?? (said === null ? null : 'not said'),
      ),
    )
  return inOrder(answer) === inOrder(expected)
}

/** An answer stands until an instant at which something is planned, and at nothing planned before that does it change. */
function untilIsWrong({ facts, at }: CoverWorld, until: Date, answerAt: (instant: Date) => string): string | null {
  if (!(until > at)) {
    return `it stands until ${until.toISOString()}, which has been`
  }
  const edges = facts.absences.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
  const isEdge = (instant: Date) => edges.some((edge) => edge.getTime() === instant.getTime())
  const isMidnight = localDate(facts.timeZone, until) !== localDate(facts.timeZone, new Date(until.getTime() - 1))
  const isEnd = until.getTime() === facts.knownUntil.getTime()
  if (!isEnd && !isEdge(until) && !(isMidnight && facts.rotations.length > 0)) {
    return `it stands until ${until.toISOString()}, when nothing is planned`
  }
  const now = answerAt(at)
  // Past a month nothing is planned in these worlds but days of a rotation, which repeat.
  const hours = Array.from({ length: 24 * 3 }, (_, hour) => new Date(at.getTime() + (hour + 1) * 3_600_000))
  const looks = [...edges, ...(facts.rotations.length > 0 ? hours : []), new Date(until.getTime() - 1)]
  const changed = looks.find((instant) => instant > at && instant < until && answerAt(instant) !== now)
  return changed === undefined
    ? null
    : `it stands until ${until.toISOString()}, and is another at ${changed.toISOString()}`
}

const walkDays = 14
const dayMs = 86_400_000

/** It goes as far as the facts are known, and no further. */
function walksTooFar(product: Product, { facts, addressee }: CoverWorld): string | null {
  const walk = (until: number) =>
    product.walkResponders.walkResponders(facts, addressee, new Date(until - dayMs / 24), new Date(until))
  const end = facts.knownUntil.getTime()
  walk(end)
  try {
    walk(end + 1)
  } catch {
    return null
  }
  return 'the walk goes on where nothing is known'
}

function walkDiffers(product: Product, { facts, addressee, at }: CoverWorld): string | null {
  const end = new Date(at.getTime() + walkDays * dayMs)
  const stretches = product.walkResponders.walkResponders(facts, addressee, at, end)
  if (stretches[0]?.from.getTime() !== at.getTime() || stretches.at(-1)?.until.getTime() !== end.getTime()) {
    return 'the walk does not go from its first instant to its last'
  }
  for (const [index, { from, until, responder }] of stretches.entries()) {
    const next = stretches[index + 1]
    const { until: _until, ...answer } = responder
    for (const instant of [from, new Date((from.getTime() + until.getTime()) / 2), new Date(until.getTime() - 1)]) {
      if (!isSame(answer, whoActs(facts, addressee, instant))) {
        return `the walk says ${JSON.stringify(answer)} at ${instant.toISOString()}`
      }
    }
    if (next !== undefined && (next.from.getTime() !== until.getTime() || isSame(answer, next.responder))) {
      return `the walk has a gap or a needless step at ${until.toISOString()}`
    }
  }
  return null
}
