/** Where a rule looks for its words. */
export const wordPlaces = ['both', 'subject', 'text'] as const
export type WordPlace = (typeof wordPlaces)[number]

/** A template that answers a message at once; `asksForMore`: so that the clinic then waits for the patient. */
export type RuleReply = { templateId: string; asksForMore: boolean }

/**
 * Why a rule's reply is not sent: the template is out of use; it has no text in the patient's language, or leaves something open;
 * or the conversation has had a reply within limits.ruleReplyQuietMs.
 */
export const replyProblems = ['archived', 'language', 'variables', 'documents', 'recent'] as const
export type ReplyProblem = (typeof replyProblems)[number]

/** A triage rule. Everything that `when` asks for must be so; nothing asked for is met by every message. */
export type Rule = {
  id: string
  name: string
  isOn: boolean
  when: {
    topicIds: string[]
    /** Any one of these: whole words, or several in a row, whatever their case and accents. */
    words: string[]
    wordsIn: WordPlace
    files: 'some' | 'none' | null
    language: 'en' | 'fr' | null
    /** In whole years, both included. */
    ageFrom: number | null
    ageTo: number | null
    usualPractitionerIds: string[]
    hours: 'open' | 'closed' | null
  }
  does: {
    careTeamId: string | null
    practitionerId: string | null
    isUrgent: boolean
    labelIds: string[]
    reply: RuleReply | null
  }
  /** Once it is met, no later rule is looked at. */
  stops: boolean
}

/** What may be amiss with a rule that can be saved all the same. */
export const ruleWarnings = [
  'matches-everything',
  'never-reached',
  'topics-closed',
  'topics-without-files',
  'colleague-cannot-act',
  'template-archived',
  'template-one-language',
  'template-open-variables',
  'template-documents',
] as const
export type RuleWarning = (typeof ruleWarnings)[number]

export function asksNothing({ when }: Rule): boolean {
  return (
    when.topicIds.length === 0 &&
    when.words.length === 0 &&
    when.files === null &&
    when.language === null &&
    when.ageFrom === null &&
    when.ageTo === null &&
    when.usualPractitionerIds.length === 0 &&
    when.hours === null
  )
}

export function doesNothing({ does }: Pick<Rule, 'does'>): boolean {
  return (
    does.careTeamId === null &&
    does.practitionerId === null &&
    !does.isUrgent &&
    does.labelIds.length === 0 &&
    does.reply === null
  )
}

export type RuleChanges = { added: Rule[]; removed: Rule[]; changed: Rule[]; moved: Rule[] }

/** What is other in a set of rules than in an earlier one; rules are the same by their id. */
export function compareRules(before: readonly Rule[], after: readonly Rule[]): RuleChanges {
  const [old, now] = [byId(before), byId(after)]
  const kept = after.filter(({ id }) => old.has(id))
  const keptBefore = before.filter(({ id }) => now.has(id))
  return {
    added: after.filter(({ id }) => !old.has(id)),
    removed: before.filter(({ id }) => !now.has(id)),
    changed: kept.filter((rule) => !isSameRule(rule, old.get(rule.id))),
    moved: kept.filter((rule, at) => keptBefore[at]?.id !== rule.id),
  }
}

export function isSameRule(one: Rule, other: Rule | undefined): boolean {
  return other !== undefined && inOrder(one) === inOrder(other)
}

/** The same text for the same rule, in whatever order its fields came. */
function inOrder({ id, name, isOn, when, does, stops }: Rule): string {
  const conditions = [
    when.topicIds,
    when.words,
    when.wordsIn,
    when.files,
    when.language,
    when.ageFrom,
    when.ageTo,
    when.usualPractitionerIds,
    when.hours,
  ]
  const acts = [
    does.careTeamId,
    does.practitionerId,
    does.isUrgent,
    does.labelIds,
    does.reply?.templateId,
    does.reply?.asksForMore,
  ]
  return JSON.stringify([id, name, isOn, conditions, acts, stops])
}

function byId(rules: readonly Rule[]): Map<string, Rule> {
  return new Map(rules.map((rule) => [rule.id, rule]))
}
