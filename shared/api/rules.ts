import { z } from 'zod'
import { memberEndpoint } from '../endpoint.ts'
import { limits } from '../limits.ts'
import {
  replyProblems,
  type Rule as RuleShape,
  type RuleReply as RuleReplyShape,
  ruleWarnings,
  wordPlaces,
} from '../rules.ts'
import { BothLanguages, Id, Instant, Language, PersonReference, typed } from './common.ts'

const age = z.number().int().min(0).max(limits.ruleAge).nullable()

const RuleReply = z.object({ templateId: Id, asksForMore: z.boolean() }) satisfies z.ZodType<RuleReplyShape>

export const Rule = z.object({
  id: Id,
  name: typed(limits.nameCharacters),
  isOn: z.boolean(),
  when: z.object({
    topicIds: z.array(Id).max(limits.topics),
    words: z.array(typed(limits.ruleWordCharacters)).max(limits.ruleWords),
    wordsIn: z.enum(wordPlaces),
    files: z.enum(['some', 'none']).nullable(),
    language: Language.nullable(),
    ageFrom: age,
    ageTo: age,
    usualPractitionerIds: z.array(Id).max(limits.practitioners),
    hours: z.enum(['open', 'closed']).nullable(),
  }),
  does: z.object({
    careTeamId: Id.nullable(),
    practitionerId: Id.nullable(),
    isUrgent: z.boolean(),
    labelIds: z.array(Id).max(limits.ruleLabels),
    // A page that was opened before replies were there says nothing of them.
    reply: RuleReply.nullable().default(null),
  }),
  stops: z.boolean(),
}) satisfies z.ZodType<RuleShape>

const Rules = z.array(Rule).max(limits.rules)

export const RuleSet = z.object({
  /** 0: never saved. */
  version: z.number(),
  rules: Rules,
  /** For each rule, what may be amiss with it. */
  warnings: z.array(z.array(z.enum(ruleWarnings))),
  /** The practice’s own templates, those out of use too: what a rule may answer with. None for who may read no templates. */
  templates: z.array(z.object({ id: Id, name: BothLanguages, isArchived: z.boolean() })),
  savedAt: Instant.nullable(),
  savedBy: PersonReference.nullable(),
})

/** `isExact` false: at least so many; those that the reader may not read count by the ten. */
const Count = z.object({ count: z.number(), isExact: z.boolean() })

const RuleName = z.object({ id: Id, name: z.string() })

export const Label = z.object({ id: Id, name: BothLanguages, isOffered: z.boolean(), version: z.number() })

export const rules = {
  listRules: memberEndpoint({
    method: 'GET',
    path: '/rules',
    summary: 'The triage rules in force, in their order (staff).',
    response: RuleSet,
    audit: { none: 'Not about a patient.' },
  }),
  saveRules: memberEndpoint({
    method: 'PUT',
    path: '/rules',
    summary:
      'Put a set of rules in force, in place of the one of that `version` (administrator). They are for messages from then on.',
    body: z.object({ rules: Rules, version: z.number().int().nonnegative() }),
    response: RuleSet,
    audit: 'rules.save',
  }),
  tryRules: memberEndpoint({
    method: 'POST',
    path: '/rules/trial',
    summary:
      'What rules would have done with the conversations of the last 90 days, against those in force; nothing is changed (administrator, clinicians).',
    body: z.object({ rules: Rules }),
    response: z.object({
      looked: z.number(),
      /** There are more than were looked at; those are the newest. */
      hasMore: z.boolean(),
      since: Instant,
      warnings: z.array(z.array(z.enum(ruleWarnings))),
      /** By rule, the conversations that it would have met. */
      met: z.array(Count),
      changed: z.object({ all: Count, inbox: Count, person: Count, urgent: Count, labels: Count, reply: Count }),
      /** Conversations whose first message would be answered by a rule, and those where the template could not be sent. */
      replies: z.object({ sent: Count, notSent: Count }),
      /** Of what would be other, the newest that the reader may read. */
      items: z.array(
        z.object({
          conversationId: Id,
          patient: PersonReference,
          topic: BothLanguages,
          subject: z.string(),
          startedAt: Instant,
          careTeamId: Id,
          practitionerId: Id.nullable(),
          isUrgent: z.boolean(),
          labelIds: z.array(Id),
          reply: z.object({ ...RuleReply.shape, problem: z.enum(replyProblems).nullable() }).nullable(),
          numbers: z.array(z.number()),
        }),
      ),
    }),
    audit: 'rules.try',
    urgency: 'last',
  }),
  listRuleVersions: memberEndpoint({
    method: 'GET',
    path: '/rules/versions',
    summary: 'Who changed the rules when, and what, the newest first (staff).',
    response: z.object({
      items: z.array(
        z.object({
          version: z.number(),
          savedAt: Instant,
          savedBy: PersonReference.nullable(),
          added: z.array(RuleName),
          removed: z.array(RuleName),
          changed: z.array(RuleName),
          moved: z.array(RuleName),
        }),
      ),
    }),
    audit: { none: 'Not about a patient.' },
  }),
  listLabels: memberEndpoint({
    method: 'GET',
    path: '/labels',
    summary: 'The practice’s labels for conversations (staff).',
    response: z.object({ items: z.array(Label) }),
    audit: { none: 'Not about a patient.' },
  }),
  saveLabel: memberEndpoint({
    method: 'PUT',
    path: '/labels/:labelId',
    summary: 'Add or change a label (administrator). `version` 0 creates.',
    params: { labelId: Id },
    body: z.object({ name: BothLanguages, isOffered: z.boolean(), version: z.number().int().nonnegative() }),
    response: Label,
    audit: 'label.save',
  }),
}
