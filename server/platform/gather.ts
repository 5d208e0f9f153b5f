// Requests of one practice that arrive while others are being served share the next transaction, its context and its
// commit; none of them is answered before that. What goes wrong is nobody else's fault: the transaction is rolled back, and
// each of them is done again in one of its own.
import assert from 'node:assert/strict'
import pg from 'pg'
import { limits } from '../../shared/limits.ts'
import { Apart, type Scope, type Transaction, type Tx } from './transaction.ts'

export type Member<T> = {
  scope: NonNullable<Scope>
  /** Two requests about the same thing never share a transaction: there they could not wait for each other. */
  about: string
  /** May run twice: in company, and then alone. */
  use: (tx: Tx) => Promise<T>
}
export type Gather = <T>(member: Member<T>) => Promise<T>

type Waiting = Member<unknown> & { answer: PromiseWithResolvers<unknown> }
type Outcome = { value: unknown } | { error: unknown; hasWritten: boolean }
type Ways = {
  begin: (scope: NonNullable<Scope>) => Promise<Transaction>
  alone: (member: Member<unknown>) => Promise<unknown>
}

export function createGather(ways: Ways): Gather {
  const lines = new Map<string, Waiting[]>()
  return <T>(member: Member<T>) => {
    const answer = Promise.withResolvers<unknown>()
    const { practiceId } = member.scope
    const line = lines.get(practiceId)
    if (line === undefined) {
      const opened = [{ ...member, answer }]
      lines.set(practiceId, opened)
      void serve(ways, opened, () => lines.delete(practiceId))
    } else {
      line.push({ ...member, answer })
    }
    return answer.promise as Promise<T>
  }
}

/** One group after the other, until nobody waits. */
async function serve(ways: Ways, line: Waiting[], end: () => void): Promise<void> {
  while (line.length > 0) {
    // Whatever has arrived in this turn of the event loop comes along.
    await new Promise(setImmediate)
    const group = takeGroup(line)
    try {
      // The next group does not wait for those who are done alone: they may wait for a lock.
      for (const { answer, ...member } of await doTogether(ways, group)) {
        ways.alone(member).then(answer.resolve, answer.reject)
      }
    } catch (error) {
      group.forEach(({ answer }) => answer.reject(error))
    }
  }
  end()
}

function takeGroup(line: Waiting[]): Waiting[] {
  const group = new Map<string, Waiting>()
  for (let at = 0; at < line.length && group.size < limits.gatheredRequests;) {
    const waiting = line[at]
    if (waiting === undefined || group.has(waiting.about)) {
      at++
    } else {
      group.set(waiting.about, waiting)
      line.splice(at, 1)
    }
  }
  return [...group.values()]
}

/** Returns those who are to be done alone. Throws when it is not known whether the commit came to be. */
async function doTogether(ways: Ways, group: Waiting[]): Promise<Waiting[]> {
  const transaction = await ways.begin(scopeOf(group))
  const outcomes = await Promise.all(group.map((member) => attempt(transaction, member)))
  if (transaction.hasFailed() || outcomes.some((outcome) => 'error' in outcome && outcome.hasWritten)) {
    await transaction.rollback()
    return group
  }
  try {
    await transaction.commit()
  } catch (error) {
    if (isUndone(error)) {
      return group
    }
    throw error
  }
  return group.filter(({ answer }, at) => {
    const outcome = outcomes[at] ?? { error: new Apart() }
    if ('error' in outcome && outcome.error instanceof Apart) {
      return true
    }
    if ('error' in outcome) {
      answer.reject(outcome.error)
    } else {
      answer.resolve(outcome.value)
    }
    return false
  })
}

/** PostgreSQL refused the commit (a check that is made at the end): nothing of it happened. */
function isUndone(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === 'ERROR'
}

/** The practice's own: who in it acts is said in each audit entry. */
function scopeOf([first]: Waiting[]): NonNullable<Scope> {
  assert(first)
  return { ...first.scope, actorId: first.scope.practiceId }
}

async function attempt(transaction: Transaction, member: Waiting): Promise<Outcome> {
  const { tx, hasWritten } = transaction.join()
  try {
    return { value: await member.use(tx) }
  } catch (error) {
    return { error, hasWritten: hasWritten() }
  }
}
