import type { account as api } from '../../shared/api/account.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { recordAudit } from '../access/audit.ts'
import type { DirectoryContext } from '../access/context.ts'
import { notFound } from '../platform/problems.ts'
import { steppedUpSession } from './own-account.ts'
import { readPasskeyName } from './passkey-name.ts'

/** Another name for one of the caller's passkeys. */
export async function renamePasskey(
  ctx: DirectoryContext,
  input: InputOf<typeof api.renamePasskey>,
): Promise<Record<string, never>> {
  const { accountId } = steppedUpSession(ctx)
  const name = readPasskeyName(input.name)
  const passkey = await ctx.tx
    .selectFrom('passkeys')
    .select(['id', 'version'])
    .where('id', '=', input.passkeyId)
    .where('account_id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (passkey === undefined) {
    throw notFound()
  }
  const after = { id: passkey.id, version: passkey.version + 1 }
  await ctx.tx
    .updateTable('passkeys')
    .set({
      name: '',
      name_sealed: ctx.house.deployment.seal('passkeys.name_sealed', after, name),
      version: after.version,
    })
    .where('id', '=', passkey.id)
    .execute()
  await recordAudit(ctx, 'factor.rename', { object: { type: 'passkey', id: input.passkeyId }, info: ['passkey'] })
  return {}
}
