import type { Selectable } from 'kysely'
import type { DirectoryContext } from '../access/context.ts'
import { randomToken } from '../platform/crypto/token.ts'
import type { Challenges } from '../platform/db-types.ts'
import { bytesToUuid } from '../platform/ids.ts'

export type ChallengeKind = 'passkey-sign-in' | 'passkey-step-up' | 'passkey-new' | 'totp-new' | 'enrolment' | 'set-up'
export type Challenge = { id: string; accountId: string | null; payload: string }
type Place = Pick<DirectoryContext, 'tx' | 'now' | 'house'>

/**
 * Hands out a challenge: a secret of 256 bits (or the one given) that is answered once and before it expires. The row's
 * id follows from kind and secret: what was handed out for one purpose is unknown to another, and the secret itself is
 * nowhere in the database.
 */
export async function makeChallenge(
  place: Place,
  challenge: {
    kind: ChallengeKind
    lastsMinutes: number
    accountId?: string
    payload?: string
    secret?: string
  },
): Promise<string> {
  const { kind, lastsMinutes, accountId = null, payload = '', secret = randomToken() } = challenge
  const id = idOf(place, kind, secret)
  await place.tx
    .insertInto('challenges')
    .values({
      id,
      kind,
      account_id: accountId,
      payload_sealed: place.house.deployment.seal('challenges.payload_sealed', { id, version: 1 }, payload),
      expires_at: new Date(place.now.getTime() + lastsMinutes * 60_000),
    })
    .execute()
  return secret
}

/** Uses a challenge up; null when there is none, it is too late, or somebody was faster. */
export async function takeChallenge(place: Place, kind: ChallengeKind, secret: string): Promise<Challenge | null> {
  const row = await place.tx
    .updateTable('challenges')
    .set({ used_at: place.now })
    .where('id', '=', idOf(place, kind, secret))
    .where('used_at', 'is', null)
    .where('expires_at', '>', place.now)
    .returning(['id', 'account_id', 'payload_sealed'])
    .executeTakeFirst()
  return row === undefined ? null : opened(place, row)
}

/** Looks at a challenge and leaves it as it is: for forms that may need a second try. */
export async function peekChallenge(place: Place, kind: ChallengeKind, secret: string): Promise<Challenge | null> {
  const row = await place.tx
    .selectFrom('challenges')
    .select(['id', 'account_id', 'payload_sealed'])
    .where('id', '=', idOf(place, kind, secret))
    .where('used_at', 'is', null)
    .where('expires_at', '>', place.now)
    .executeTakeFirst()
  return row === undefined ? null : opened(place, row)
}

function opened(place: Place, row: Pick<Selectable<Challenges>, 'id' | 'account_id' | 'payload_sealed'>): Challenge {
  const at = { id: row.id, version: 1 }
  return {
    id: row.id,
    accountId: row.account_id,
    payload: place.house.deployment.open('challenges.payload_sealed', at, row.payload_sealed),
  }
}

function idOf(place: Place, kind: ChallengeKind, secret: string): string {
  return bytesToUuid(place.house.deployment.lookup('challenge', `${kind}\0${secret}`).subarray(0, 16))
}
