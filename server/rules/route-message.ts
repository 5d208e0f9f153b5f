import type { Context } from '../access/context.ts'
import { foldText } from '../platform/fold-text.ts'
import type { Change } from '../platform/together.ts'
import { applyRules, type Routing, type RuleFacts } from '../routing/apply-rules.ts'
import { type BusinessCalendar, isOpen } from '../routing/business-hours.ts'
import { dayOf } from '../routing/cover-facts.ts'
import { messageWords } from '../routing/message-words.ts'
import type { ComposedReply } from './compose-reply.ts'
import { rulesInForce } from './rules-in-force.ts'

/** A patient's message as rules look at it. */
export type Incoming = {
  topicId: string
  subject: string
  text: string
  hasFiles: boolean
  patient: {
    id: string
    version: number
    language: 'en' | 'fr'
    birth_date_sealed: Buffer
    usual_practitioner_id: string | null
  }
}
/** What the rules of a version say of a message. */
export type Routed = Routing & { version: number }

/** Null where the practice has no rules, or none of them is met; without rules nothing is asked for and nothing opened. */
export async function routeMessage(
  ctx: Context,
  { calendar, version }: { calendar: BusinessCalendar; version: number | null },
  incoming: Incoming,
): Promise<Routed | null> {
  if (version === null) {
    return null
  }
  const rules = await rulesInForce(ctx, version)
  const routing = applyRules(rules, factsOf(ctx, calendar, incoming, ctx.now))
  return routing.numbers.length === 0 ? null : { ...routing, version }
}

/** The patient's key must be loaded. */
export function factsOf(ctx: Context, calendar: BusinessCalendar, incoming: Incoming, at: Date): RuleFacts {
  const { patient } = incoming
  const place = { id: patient.id, version: patient.version, patientId: patient.id }
  const birthDate = ctx.keys.open('patients.birth_date_sealed', place, patient.birth_date_sealed)
  return {
    topicId: incoming.topicId,
    subject: messageWords(foldText(incoming.subject)),
    text: messageWords(foldText(incoming.text)),
    hasFiles: incoming.hasFiles,
    language: patient.language,
    age: ageOn(birthDate, dayOf(calendar.timeZone, at)),
    usualPractitionerId: patient.usual_practitioner_id,
    isOpen: isOpen(calendar, at),
  }
}

/** In whole years; nobody is younger than born today, whatever a card says. */
function ageOn(birthDate: string, today: Temporal.PlainDate): number {
  return Math.max(0, Temporal.PlainDate.from(birthDate).until(today, { largestUnit: 'years' }).years)
}

type RoutingRow = {
  message_id: string
  conversation_id: string
  rules_version: number
  numbers: string
  care_team_id: string | null
  practitioner_id: string | null
  is_urgent: boolean
  reply_template_id: string | null
  reply_message_id: string | null
  reply_problem: string | null
  asks_more: boolean
  at: Date
}

const routingRows: Change<RoutingRow> = {
  name: 'routings',
  columns: {
    message_id: 'uuid',
    conversation_id: 'uuid',
    rules_version: 'integer',
    numbers: 'text',
    care_team_id: 'uuid',
    practitioner_id: 'uuid',
    is_urgent: 'boolean',
    reply_template_id: 'uuid',
    reply_message_id: 'uuid',
    reply_problem: 'text',
    asks_more: 'boolean',
    at: 'timestamptz',
  },
  sql: (given) => `insert into routings (practice_id, message_id, conversation_id, rules_version, numbers, care_team_id,
      practitioner_id, is_urgent, reply_template_id, reply_message_id, reply_problem, asks_more, at)
    select $1::uuid, message_id, conversation_id, rules_version, numbers::integer[], care_team_id, practitioner_id,
      is_urgent, reply_template_id, reply_message_id, reply_problem, asks_more, at from ${given}`,
}

/** Keeps which rules were met, by number and version, and what came of it; nothing of what they looked at. */
export function recordRouting(
  ctx: Context,
  message: { id: string; conversationId: string },
  done: Pick<Routed, 'version' | 'numbers' | 'careTeamId' | 'practitionerId' | 'isUrgent'>,
  reply: (Pick<ComposedReply, 'templateId' | 'asksForMore' | 'problem'> & { messageId: string | null }) | null,
): Promise<void> {
  return ctx.tx.together.change(routingRows, {
    message_id: message.id,
    conversation_id: message.conversationId,
    rules_version: done.version,
    numbers: `{${done.numbers.join(',')}}`,
    care_team_id: done.careTeamId,
    practitioner_id: done.practitionerId,
    is_urgent: done.isUrgent,
    reply_template_id: reply?.templateId ?? null,
    reply_message_id: reply?.messageId ?? null,
    reply_problem: reply?.problem ?? null,
    asks_more: reply?.asksForMore ?? false,
    at: ctx.now,
  })
}
