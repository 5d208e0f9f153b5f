// Promised: never more jobs at once than said, the rest in order, and beyond the line a plain refusal.
import { expect, test } from 'vitest'
import { boundedQueue, TooBusyError } from './bounded-queue.ts'

test('jobs run two at a time, in order, and the fifth is refused', async () => {
  const inLine = boundedQueue({ atOnce: 2, waiting: 2 })
  const started: string[] = []
  const gates = new Map<string, () => void>()
  const job = (name: string) => () => {
    started.push(name)
    return new Promise<string>((resolve) => gates.set(name, () => resolve(name)))
  }
  const jobs = ['a', 'b', 'c', 'd'].map((name) => inLine(job(name)))
  await expect(inLine(job('e'))).rejects.toThrow(TooBusyError)
  expect(started).toEqual(['a', 'b'])

  gates.get('b')?.()
  await jobs[1]
  await expect.poll(() => started).toEqual(['a', 'b', 'c'])
  const late = inLine(job('f'))

  for (const name of ['a', 'c', 'd', 'f']) {
    await expect.poll(() => gates.has(name)).toBe(true)
    gates.get(name)?.()
  }
  expect(await Promise.all([...jobs, late])).toEqual(['a', 'b', 'c', 'd', 'f'])
  expect(started).toEqual(['a', 'b', 'c', 'd', 'f'])
})

test('a job that fails gives its place on', async () => {
  const inLine = boundedQueue({ atOnce: 1, waiting: 1 })
  const failing = inLine(() => Promise.reject(new Error('no')))
  const next = inLine(() => Promise.resolve('yes'))
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('yes')
  expect(await inLine(() => Promise.resolve('again'))).toBe('again')
})
