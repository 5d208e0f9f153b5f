import type { ClerkView } from '../../shared/people.ts'
import type { RegionCode } from '../../shared/regions/region.ts'
import { hashEnvelopes, insertAudit } from '../access/audit.ts'
import { createPracticeKey, type KeyCache, type Keyring, openKeyring } from '../access/keyring.ts'
import type { Tx } from '../platform/db.ts'

export type NewPractice = {
  id: string
  name: string
  address: string
  phone: string
  /** IANA name. */
  timeZone: string
  region: RegionCode
  languages: ('en' | 'fr')[]
  clerkView?: ClerkView
  /** Its first member; confirmed at once when there is an account, else still to be invited. */
  administrator: { id: string; name: string; accountId: string | null }
}

/**
 * Creates a practice with its key and its first administrator. A practice is not live until it has hours, an inbox and a
 * topic (change-practice.ts). `tx` must be opened for the new practice's id: row-level security lets no other write it.
 */
export async function createPractice(
  place: { tx: Tx; keyCache: KeyCache; now: Date; requestId: string },
  practice: NewPractice,
): Promise<Keyring> {
  const { tx, keyCache, now } = place
  const { administrator } = practice
  await tx
    .insertInto('practices')
    .values({
      practice_id: practice.id,
      id: practice.id,
      name: practice.name,
      address: practice.address,
      phone: practice.phone,
      time_zone: practice.timeZone,
      region: practice.region,
      languages: practice.languages,
      clerk_view: practice.clerkView ?? 'full',
      created_at: now,
    })
    .execute()
  await createPracticeKey(keyCache, tx, practice.id, now)
  const keys = await openKeyring(keyCache, tx, practice.id, now)
  const at = { id: administrator.id, version: 1 }
  const envelope = keys.sealForPractice('practitioners.name_sealed', at, administrator.name)
  await tx
    .insertInto('practitioners')
    .values({ practice_id: practice.id, id: administrator.id, name_sealed: envelope, created_at: now })
    .execute()
  await tx
    .insertInto('memberships')
    .values({
      id: administrator.id,
      account_id: administrator.accountId,
      practice_id: practice.id,
      kind: 'practitioner',
      role: 'administrator',
      status: administrator.accountId === null ? 'invited' : 'confirmed',
      created_at: now,
    })
    .execute()
  await insertAudit(tx, {
    act: 'practice.create',
    actor:
      administrator.accountId === null ? { kind: 'system' } : { kind: 'account', account: administrator.accountId },
    object: { type: 'practice', id: practice.id },
    patient: [],
    info: [],
    outcome: 0,
    env: hashEnvelopes([{ column: 'practitioners.name_sealed', row: administrator.id, envelope }]),
    rule: 'set-up',
    req: place.requestId,
  })
  return keys
}
