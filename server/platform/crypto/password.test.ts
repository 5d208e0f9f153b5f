// Promised: only the right password opens, hashes carry their own cost, and an absent account costs the same time.
import { expect, test } from 'vitest'
import { limits } from '../../../shared/limits.ts'
import { TooBusyError } from './bounded-queue.ts'
import { hashPassword, needsRehash, verifyPassword } from './password.ts'

const password = 'corbeau lent sur neige'

test('the right password is accepted and another is not', async () => {
  const stored = await hashPassword(password)
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(await verifyPassword(stored, password)).toBe(true)
  expect(await verifyPassword(stored, `${password} `)).toBe(false)
  expect(await verifyPassword(stored, '')).toBe(false)
  expect(needsRehash(stored)).toBe(false)
})

test('one password has two hashes', async () => {
  expect(await hashPassword(password)).not.toBe(await hashPassword(password))
})

test('a hash of the reference implementation is read, with its own cost', async () => {
  // From the test programme of the reference implementation of Argon2 (phc-winner-argon2).
  const stored = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await verifyPassword(stored, 'password')).toBe(true)
  expect(await verifyPassword(stored, 'passwore')).toBe(false)
  expect(needsRehash(stored)).toBe(true)
})

test('a letter typed in two ways is one letter', async () => {
  const stored = await hashPassword('forêt boréale calme')
  expect(await verifyPassword(stored, 'forêt boréale calme'.normalize('NFD'))).toBe(true)
})

test('a password beyond the limit is never hashed', async () => {
  const longest = 'é'.repeat(limits.passwordCharacters)
  expect(await verifyPassword(await hashPassword(longest), longest)).toBe(true)
  await expect(hashPassword(`${longest}x`)).rejects.toThrow()
  expect(await verifyPassword(null, 'x'.repeat(1_000_000))).toBe(false)
})

test('no account takes the time of a wrong password', async () => {
  const stored = await hashPassword(password)
  const wrongMs = await shortestMs(() => verifyPassword(stored, 'another one entirely'))
  const absentMs = await shortestMs(() => verifyPassword(null, 'another one entirely'))
  expect(absentMs).toBeGreaterThan(wrongMs / 3)
  expect(absentMs).toBeLessThan(wrongMs * 3)
})

test('beyond those at work and those in line, the answer is "too busy"', async () => {
  const room = limits.passwordHashesAtOnce + limits.passwordHashesWaiting
  // The smallest cost there is: what counts here is the line.
  const stored = `$argon2id$v=19$m=8,t=1,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
  const results = await Promise.allSettled(Array.from({ length: room + 3 }, () => verifyPassword(stored, password)))
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused).toHaveLength(3)
  expect(refused.every((result) => result.reason instanceof TooBusyError)).toBe(true)
})

test('a stored text of another form is an error, not a wrong password', async () => {
  await expect(verifyPassword('$2b$10$abcdefghijklmnopqrstuv', password)).rejects.toThrow()
})

async function shortestMs(job: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 4; i++) {
    const start = performance.now()
    await job()
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}
