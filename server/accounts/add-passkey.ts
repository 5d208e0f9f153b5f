import type { account as api } from '../../shared/api/account.ts'
import type { InputOf, ResultOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { uuidv7 } from '../platform/ids.ts'
import { conflict, Problem } from '../platform/problems.ts'
import { factorsOf, stepFor } from './account.ts'
import { lockForNewFactor } from './own-account.ts'
import { checkNewPasskey } from './passkey.ts'
import { readPasskeyName } from './passkey-name.ts'
import { strengthenSession } from './start-session.ts'

/** Keeps the passkey the browser has made. */
export async function addPasskey(
  ctx: DirectoryContext,
  input: InputOf<typeof api.addPasskey>,
): Promise<ResultOf<typeof api.addPasskey>> {
  const name = readPasskeyName(input.name)
  const { session, isFirst, account } = await lockForNewFactor(ctx)
  const made = await checkNewPasskey(ctx, account.id, input.credential)
  if (made === null) {
    await recordAudit(ctx, 'factor.add', { object: { type: 'account', id: account.id }, info: ['passkey'], outcome: 4 })
    throw new Problem(422, 'passkey-refused')
  }
  const id = uuidv7(ctx.now)
  const kept = await ctx.tx
    .insertInto('passkeys')
    .values({
      id,
      account_id: account.id,
      credential_id: Buffer.from(made.id, 'base64url'),
      public_key: Buffer.from(made.publicKey),
      counter: made.counter,
      transports: input.credential.response.transports ?? [],
      name_sealed: ctx.house.deployment.seal('passkeys.name_sealed', { id, version: 1 }, name),
      created_at: ctx.now,
    })
    .onConflict((found) => found.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (kept === undefined) {
    throw conflict('passkey-known')
  }
  if (isFirst) {
    await strengthenSession(ctx, session, 'passkey')
  }
  await recordAudit(ctx, 'factor.add', { object: { type: 'passkey', id }, info: ['passkey'] })
  return stepFor('full', await factorsOf(ctx.tx, account.id))
}
