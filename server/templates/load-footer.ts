import type { ConversationMode } from '../../shared/conversation.ts'
import type { Language } from '../../shared/locales/index.ts'
import type { Context } from '../access/context.ts'
import type { PersonReference } from '../access/names.ts'
import { roles } from '../../shared/people.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { composeFooter } from './compose-footer.ts'
import { noText, parseText } from './kept-text.ts'

type About = {
  language: Language
  mode: ConversationMode
  calendar: BusinessCalendar
  replyWithinMinutes: number
  authorName: string
}
/** Says what stands below a message. */
export type Footer = (about: About) => string

/**
 * What stands below this colleague's messages, or below those of the colleague who wrote what they send; null of a patient's,
 * which have nothing below them. One statement.
 */
export async function loadFooter(ctx: Context, author?: PersonReference): Promise<Footer | null> {
  const { actor } = ctx
  if (actor.kind !== 'practitioner') {
    return null
  }
  const writerId = author?.id ?? actor.id
  const role = roles.find((one) => one === author?.role) ?? actor.role
  const row = await ctx.tx
    .selectFrom('practices')
    .leftJoin('signatures', (join) =>
      join.onRef('signatures.practice_id', '=', 'practices.practice_id').on('signatures.id', '=', writerId),
    )
    .leftJoin('message_footers', 'message_footers.practice_id', 'practices.practice_id')
    .select(['practices.name', 'practices.phone', 'practices.address', 'practices.practice_id'])
    .select(['signatures.version as signature_version', 'signatures.content_sealed as signature_sealed'])
    .select(['message_footers.version as footer_version', 'message_footers.content_sealed as footer_sealed'])
    .where('practices.practice_id', '=', actor.practiceId)
    .executeTakeFirstOrThrow()
  const { signature_version, signature_sealed, footer_version, footer_sealed } = row
  const signature =
    signature_sealed === null || signature_version === null
      ? noText
      : parseText(
          ctx.keys.openForPractice(
            'signatures.content_sealed',
            { id: writerId, version: signature_version },
            signature_sealed,
          ),
        )
  const footer =
    footer_sealed === null || footer_version === null
      ? noText
      : parseText(
          ctx.keys.openForPractice(
            'message_footers.content_sealed',
            { id: row.practice_id, version: footer_version },
            footer_sealed,
          ),
        )
  const practice = { name: row.name, phone: row.phone, address: row.address }
  return ({ authorName, ...about }) =>
    composeFooter({ ...about, now: ctx.now, practice, self: { name: authorName, role }, signature, footer })
}
