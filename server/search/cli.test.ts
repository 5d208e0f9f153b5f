// What an operator may ask of the search, beside the running server.
import { expect, test } from 'vitest'
import { uuidv7 } from '../platform/ids.ts'
import { aWaitingMessage } from '../tasks/queue.fixture.ts'
import { aPractice } from '../testing/factories.ts'
import { useTestHouse } from '../testing/test-house.ts'
import { runSearchCommand } from './cli.ts'
import { find, pack, segmentsInUse } from './search.fixture.ts'

const house = useTestHouse()

async function run(...args: string[]): Promise<{ code: number; said: string[] }> {
  const said: string[] = []
  const say = (line: string) => void said.push(line)
  const open = async () => ({ db: house().worker.db, close: async () => {} })
  return { code: await runSearchCommand(args, { open, write: say, complain: say }), said }
}

test('the state says how much is packed and how much waits, and rebuild packs all of it anew', async () => {
  const practice = await aPractice(house())
  await aWaitingMessage(house(), practice, { text: 'zephyr one' })
  const state = () => run('state', '--practice', practice.id)
  // The message, and the automatic reply to it, which is looked at and left out.
  expect(await state()).toEqual({
    code: 0,
    said: [`${practice.id}: 0 messages in 0 segments (0.0 MB), 2 waiting`],
  })
  await pack(house(), practice)
  const [before] = await segmentsInUse(house(), practice)
  expect((await state()).said).toEqual([`${practice.id}: 1 messages in 1 segments (0.0 MB), 0 waiting`])

  expect(await run('rebuild', '--practice', practice.id)).toMatchObject({ code: 0 })
  expect((await state()).said).toEqual([
    `${practice.id}: 1 messages in 1 segments (0.0 MB), 0 waiting; being made anew`,
  ])
  expect((await find(house(), practice.nurse, 'zephyr')).items).toHaveLength(1)
  await pack(house(), practice)
  const [after] = await segmentsInUse(house(), practice)
  expect(after?.id).not.toBe(before?.id)
  expect((await state()).said).toEqual([`${practice.id}: 1 messages in 1 segments (0.0 MB), 0 waiting`])
})

test('without a practice every one is meant', async () => {
  const [practice, other] = await Promise.all([aPractice(house()), aPractice(house())])
  const { code, said } = await run('rebuild')
  expect(code).toBe(0)
  expect(said.join()).toContain(practice.id)
  expect(said.join()).toContain(other.id)
})

test.each([
  [[]],
  [['forget']],
  [['state', 'again']],
  [['rebuild', '--practice']],
  [['rebuild', '--practice', 'x']],
  [['rebuild', '--all']],
  [['rebuild', '--practice', uuidv7()]],
])('%j is not understood', async (args) => {
  expect((await run(...args)).code).toBe(64)
})
