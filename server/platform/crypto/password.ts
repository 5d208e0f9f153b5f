// Passwords are stored as argon2id in PHC form, so that each hash carries its own cost and the cost can rise.
import assert from 'node:assert/strict'
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { limits } from '../../../shared/limits.ts'
import { boundedQueue } from './bounded-queue.ts'
import { typedPassword } from './check-password.ts'

/** The PHC string to store for a password that `checkPassword` accepts; TooBusyError when too many are waiting. */
export async function hashPassword(password: string): Promise<string> {
  const typed = typedPassword(password)
  assert(typed !== undefined, 'a password to hash has been checked for its length')
  const salt = randomBytes(16)
  const tag = await derive(typed, { ...currentCost, salt, tagBytes: 32 })
  const { memoryKiB, passes, lanes } = currentCost
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`
}

/**
 * Whether the password is the stored one. Without a stored hash (no such account) it is false after the same work, so
 * that the time does not tell who has an account. TooBusyError when too many are waiting.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const typed = typedPassword(password)
  if (typed === undefined) {
    return false
  }
  const { tag, ...cost } = stored === null ? decoy : parse(stored)
  const candidate = await derive(typed, { ...cost, tagBytes: tag.length })
  return timingSafeEqual(candidate, tag) && stored !== null
}

/** Whether a stored hash has another cost than new ones; then hash the password anew at the next sign-in. */
export function needsRehash(stored: string): boolean {
  const { memoryKiB, passes, lanes } = parse(stored)
  return memoryKiB !== currentCost.memoryKiB || passes !== currentCost.passes || lanes !== currentCost.lanes
}

type Cost = { memoryKiB: number; passes: number; lanes: number }

const currentCost: Cost = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 }
const decoy = { ...currentCost, salt: Buffer.alloc(16), tag: Buffer.alloc(32) }
const phcForm =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$/
const argon2Async = promisify(argon2)
const inLine = boundedQueue({ atOnce: limits.passwordHashesAtOnce, waiting: limits.passwordHashesWaiting })

function derive(typed: string, cost: Cost & { salt: Buffer; tagBytes: number }): Promise<Buffer> {
  return inLine(() =>
    argon2Async('argon2id', {
      message: Buffer.from(typed, 'utf8'),
      nonce: cost.salt,
      parallelism: cost.lanes,
      tagLength: cost.tagBytes,
      memory: cost.memoryKiB,
      passes: cost.passes,
    }),
  )
}

function parse(stored: string): Cost & { salt: Buffer; tag: Buffer } {
  const [, memory, passes, lanes, salt, tag] = phcForm.exec(stored) ?? []
  assert(salt !== undefined && tag !== undefined, 'a stored password hash has the PHC form of argon2id')
  return {
    memoryKiB: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
