// What is promised here: each sweep runs in every practice where something is due, never twice at once in a process,
// and nothing that fails stops anything else.
import { afterEach, expect, test } from 'vitest'
import { api } from '../shared/api/index.ts'
import { type Sweep, sweepRows } from './access/sweep.ts'
import { createLogger } from './platform/log.ts'
import { aWaitingMessage, aWaitingPractice } from './tasks/queue.fixture.ts'
import { aPractice, call } from './testing/factories.ts'
import { recordStatements } from './testing/statements.ts'
import { useTestHouse } from './testing/test-house.ts'
import { schedule } from './schedule.ts'
import { startWorker, type Worker } from './worker.ts'

const house = useTestHouse()
const workers: Worker[] = []
const logged: string[] = []
const log = createLogger({ level: 'error', destination: { write: (line: string) => void logged.push(line) } })

/** Its clock does not strike during a test, after the first run at the start. */
async function aWorker(...sweeps: Sweep[]): Promise<Worker> {
  const worker = startWorker(house().worker, sweeps, log)
  workers.push(worker)
  await worker.runOnce()
  logged.length = 0
  return worker
}

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
})

const day = 86_400

test('it goes to every practice when it does not say where, and only where something is due when it does', async () => {
  const [one, other] = await Promise.all([aPractice(house()), aWaitingPractice(house())])
  const visited: string[] = []
  const everywhere: Sweep = {
    name: 'everywhere',
    everySeconds: day,
    visit: async ({ practiceId }) => visited.push(practiceId),
  }
  const worker = await aWorker(everywhere)
  expect(visited).toEqual(expect.arrayContaining([one.id, other.practice.id]))

  const overdue = schedule.find((sweep) => sweep.name === 'escalate-overdue')
  const where = overdue !== undefined && 'where' in overdue ? overdue.where : undefined
  expect(await where?.(house().worker)).toEqual([])
  house().clock.advance({ days: 7 })
  expect(await where?.(house().worker)).toEqual([other.practice.id])
  await expect(worker.runOnce('nothing of this name')).rejects.toThrow('no sweep is called')
})

test('a run that is asked for while one is under way waits for it, and two that wait are one', async () => {
  const running = { now: 0, most: 0, runs: 0 }
  const slow: Sweep = {
    name: 'slow',
    everySeconds: day,
    run: async () => {
      running.now++
      running.runs++
      running.most = Math.max(running.most, running.now)
      await new Promise((resolve) => setTimeout(resolve, 20))
      running.now--
    },
  }
  const worker = await aWorker(slow)
  running.runs = 0
  const first = worker.runOnce('slow')
  await new Promise((resolve) => setTimeout(resolve, 5))
  await Promise.all([first, worker.runOnce('slow'), worker.runOnce('slow'), worker.runOnce('slow')])
  expect(running).toEqual({ now: 0, most: 1, runs: 2 })
})

test('a row that fails is logged by its id alone, and stops neither the next row nor the next sweep', async () => {
  const { practice, patient, taskId } = await aWaitingPractice(house())
  const second = await aWaitingMessage(house(), practice, { patient })
  const acted: string[] = []
  const failing: Sweep = {
    name: 'failing',
    everySeconds: day,
    where: async () => [practice.id],
    visit: (turn) =>
      sweepRows(turn, {
        list: async (ctx) =>
          (
            await ctx.tx
              .selectFrom('tasks')
              .select('id')
              .where('practice_id', '=', practice.id)
              .orderBy('created_at')
              .execute()
          ).map((row) => row.id),
        act: async (_ctx, id) => {
          if (id === taskId) {
            throw Object.assign(new Error('I have two tablets left.'), { code: 'never_open' })
          }
          acted.push(id)
        },
      }),
  }
  let ran = 0
  const next: Sweep = { name: 'next', everySeconds: day, run: async () => void ran++ }
  const worker = await aWorker(failing, next)
  acted.length = 0
  ran = 0
  await worker.runOnce()
  expect([acted, ran]).toEqual([[second.taskId], 1])
  expect(logged).toHaveLength(1)
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({
    practiceId: practice.id,
    rowId: taskId,
    err: { code: 'never_open' },
  })
  expect(logged[0]).not.toContain('tablets')
})

test('a sweep that cannot even begin, and one that fails in one practice, do not stop the others', async () => {
  const practice = await aPractice(house())
  const visited: string[] = []
  const lost: Sweep = {
    name: 'lost',
    everySeconds: day,
    where: () => Promise.reject(new Error()),
    visit: async () => {},
  }
  const picky: Sweep = {
    name: 'picky',
    everySeconds: day,
    visit: async ({ practiceId }) => {
      visited.push(practiceId)
      throw new Error()
    },
  }
  const worker = await aWorker(lost, picky)
  visited.length = 0
  await worker.runOnce()
  expect(visited).toContain(practice.id)
  expect(new Set(logged.map((line) => JSON.parse(line).sweep))).toEqual(new Set(['lost', 'picky']))
})

test('a change wakes what follows changes, in the practice of the change, long before its time', async () => {
  const { practice, taskId, version } = await aWaitingPractice(house())
  const seen: string[] = []
  const prompt: Sweep = {
    name: 'prompt',
    everySeconds: day,
    followsChanges: true,
    visit: async ({ practiceId }) => seen.push(practiceId),
  }
  await aWorker(prompt)
  await quiet(seen)
  await call(house(), practice.nurse, api.acceptTask, { taskId, version })
  await expect.poll(() => seen, { timeout: 5_000 }).toEqual([practice.id])
})

/** Until the hints of the set-up have come through. */
async function quiet(seen: string[]): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100))
  seen.length = 0
}

test('a stop waits for what is under way and begins nothing more', async () => {
  let release: () => void = () => {}
  const begun: string[] = []
  const blocked: Sweep = {
    name: 'blocked',
    everySeconds: day,
    where: async () => ['one', 'two'],
    visit: ({ practiceId }) => {
      begun.push(practiceId)
      return new Promise<void>((resolve) => (release = resolve))
    },
  }
  const worker = startWorker(house().worker, [blocked], log)
  await expect.poll(() => begun).toEqual(['one'])
  let isStopped = false
  const stopped = worker.stop().then(() => (isStopped = true))
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(isStopped).toBe(false)
  release()
  await stopped
  expect(begun).toEqual(['one'])
})

test('the practices where nothing is due cost nothing: one query finds the others', async () => {
  await Promise.all([aPractice(house()), aPractice(house()), aPractice(house())])
  const worker = await aWorker(...schedule.filter((sweep) => sweep.name === 'remind-unread'))
  // No transaction inside a practice is opened at all.
  await expect(
    recordStatements({ ...house(), way: house().worker }, () => worker.runOnce('remind-unread')),
  ).rejects.toThrow('opened 0 transactions')
})
