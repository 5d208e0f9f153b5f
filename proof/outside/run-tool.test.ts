// What is promised here: nothing that a tester has started goes on when it is ended.
import { expect, test } from 'vitest'
import { runTool } from './run-tool.ts'

const cwd = '/'

test('what a program says is kept, and that it came to its end', async () => {
  const { signal } = new AbortController()
  const ran = await runTool('sh', ['-c', 'echo one; echo two >&2'], { cwd, atMostSeconds: 10, signal })
  expect(ran.output.trim().split('\n').toSorted()).toEqual(['one', 'two'])
  expect(ran.isCutShort).toBe(false)
})

// Both hold on to what they write to until they are ended: it would not come back before.
const program = ['-c', 'sleep 600 & echo started; wait']

test('after its time a program is ended with everything that it has started', async () => {
  const { signal } = new AbortController()
  const ran = await runTool('sh', program, { cwd, atMostSeconds: 0.3, signal })
  expect(ran).toEqual({ output: 'started\n', isCutShort: true })
})

test('so it is when the whole run is stopped, and no other is started then', async () => {
  const stopping = new AbortController()
  const running = runTool('sh', program, { cwd, atMostSeconds: 600, signal: stopping.signal })
  stopping.abort()
  expect((await running).isCutShort).toBe(true)
  await expect(runTool('sh', program, { cwd, atMostSeconds: 600, signal: stopping.signal })).rejects.toThrow()
})
