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
  const renamed = await ctx.tx
    .updateTable('passkeys')
    .set({ name: readPasskeyName(input.name) })
    .where('id', '=', input.passkeyId)
    .where('account_id', '=', accountId)
    .returning('id')
    .executeTakeFirst()
  if (renamed === undefined) {
    throw notFound()
  }
  await recordAudit(ctx, 'factor.rename', { object: { type: 'passkey', id: input.passkeyId }, info: ['passkey'] })
  return {}
}
