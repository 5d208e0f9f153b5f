import { sql } from 'kysely'
import { limits } from '../../shared/limits.ts'
import type { Language } from '../../shared/locales/index.ts'
import type { ConversationMode } from '../../shared/conversation.ts'
import type { ReplyProblem, RuleReply } from '../../shared/rules.ts'
import { fillTemplate } from '../../shared/template.ts'
import type { Context } from '../access/context.ts'
import type { BusinessCalendar } from '../routing/business-hours.ts'
import { replyProblem } from '../routing/reply-problem.ts'
import { composeFooter } from '../templates/compose-footer.ts'
import { hasDocuments } from '../templates/documents.ts'
import { noText, parseText } from '../templates/kept-text.ts'
import { openIfWhole } from '../templates/template-content.ts'
import { templateValues } from '../templates/template-values.ts'

/** What a rule answers with: words and footer, or why it does not. */
export type ComposedReply = RuleReply &
  ({ text: string; footer: string; problem: null } | { text: null; footer: null; problem: ReplyProblem })

/**
 * Fills in the template of a rule for the patient who wrote, with the practice's footer and no signature. Asked for only where a
 * rule was met that answers: one statement. The caller holds the conversation, so that of two messages at once the second sees
 * the first's reply. Null for a template that does not open: what the patient wrote arrives all the same.
 */
export async function composeReply(
  ctx: Context,
  reply: RuleReply,
  about: { conversationId: string; language: Language; mode: ConversationMode; calendar: BusinessCalendar },
): Promise<ComposedReply | null> {
  const row = await selectFacts(ctx, reply, about.conversationId)
  const content = openIfWhole(ctx, row.template)
  if (content === null) {
    return null
  }
  const { language } = about
  const known = replyProblem(
    { isArchived: row.template.archived_at !== null, text: content.text, hasDocuments: row.has_documents },
    language,
  )
  const problem = known ?? (row.has_recent ? ('recent' as const) : null)
  if (problem !== null) {
    return { ...reply, text: null, footer: null, problem }
  }
  const filled = fillTemplate(content.text[language], templateValues(valuesOf(ctx, row, about.calendar), language))
  return filled.missing.length > 0
    ? { ...reply, text: null, footer: null, problem: 'variables' }
    : { ...reply, text: filled.text, footer: footerOf(ctx, row, about), problem: null }
}

type Facts = Awaited<ReturnType<typeof selectFacts>>

async function selectFacts(ctx: Context, reply: RuleReply, conversationId: string) {
  const since = new Date(ctx.now.getTime() - limits.ruleReplyQuietMs)
  const row = await ctx.tx
    .selectFrom('conversations')
    .innerJoin('practices', 'practices.practice_id', 'conversations.practice_id')
    .innerJoin('topics', (join) =>
      join
        .onRef('topics.practice_id', '=', 'conversations.practice_id')
        .onRef('topics.id', '=', 'conversations.topic_id'),
    )
    .innerJoin('patients', (join) =>
      join
        .onRef('patients.practice_id', '=', 'conversations.practice_id')
        .onRef('patients.id', '=', 'conversations.patient_id'),
    )
    .innerJoin('templates', (join) =>
      join
        .onRef('templates.practice_id', '=', 'conversations.practice_id')
        .on('templates.id', '=', reply.templateId)
        .on('templates.scope', '=', 'practice'),
    )
    .leftJoin('message_footers', 'message_footers.practice_id', 'conversations.practice_id')
    .select(['practices.practice_id', 'practices.name', 'practices.phone', 'practices.address'])
    .select(['topics.name_en', 'topics.name_fr', 'topics.reply_within_minutes'])
    .select(['patients.id as patient_id', 'patients.version as patient_version'])
    .select(['patients.given_name_sealed', 'patients.family_name_sealed'])
    .select(['templates.version as template_version', 'templates.content_sealed', 'templates.archived_at'])
    .select(hasDocuments.as('has_documents'))
    .select(['message_footers.version as footer_version', 'message_footers.content_sealed as footer_sealed'])
    .select(
      sql<boolean>`exists (select from messages where messages.practice_id = conversations.practice_id
        and messages.conversation_id = conversations.id and messages.sent_at > ${since}
        and (messages.kind = 'rule-reply' or messages.author_kind = 'practitioner'))`.as('has_recent'),
    )
    .where('conversations.practice_id', '=', ctx.actor.practiceId)
    .where('conversations.id', '=', conversationId)
    .executeTakeFirstOrThrow()
  const { template_version: version, content_sealed, archived_at } = row
  return { ...row, template: { id: reply.templateId, version, content_sealed, archived_at } }
}

/** Nobody writes: what stands for the writer stays open. */
function valuesOf(ctx: Context, row: Facts, calendar: BusinessCalendar) {
  const at = { id: row.patient_id, version: row.patient_version, patientId: row.patient_id }
  return {
    now: ctx.now,
    calendar,
    practice: row,
    self: null,
    patient: {
      givenName: ctx.keys.open('patients.given_name_sealed', at, row.given_name_sealed),
      familyName: ctx.keys.open('patients.family_name_sealed', at, row.family_name_sealed),
    },
    topic: { name: { en: row.name_en, fr: row.name_fr }, replyWithinMinutes: row.reply_within_minutes },
    absence: null,
  }
}

function footerOf(
  ctx: Context,
  row: Facts,
  about: { language: Language; mode: ConversationMode; calendar: BusinessCalendar },
): string {
  const { footer_sealed: sealed, footer_version: version, practice_id: id } = row
  const footer =
    sealed === null || version === null
      ? noText
      : parseText(ctx.keys.openForPractice('message_footers.content_sealed', { id, version }, sealed))
  return composeFooter({
    ...about,
    now: ctx.now,
    practice: row,
    self: null,
    replyWithinMinutes: row.reply_within_minutes,
    signature: noText,
    footer,
  })
}
