// Triage rules: what happens to a patient's message before anybody has looked at it. One pass over the rules in their order:
// each is looked at once at most, none leads to another, and what an earlier rule has decided no later one undoes.
import type { Rule, RuleReply } from '../../shared/rules.ts'
import { hasPhrase, type MessageWords, type Phrase, phraseOf } from './message-words.ts'

/** What rules may look at. */
export type RuleFacts = {
  topicId: string
  subject: MessageWords
  text: MessageWords
  hasFiles: boolean
  language: 'en' | 'fr'
  /** In whole years. */
  age: number
  usualPractitionerId: string | null
  /** Whether the practice is open. */
  isOpen: boolean
}

/** What the rules say of a message. The numbers are the places of the rules that were met, counted from 1. */
export type Routing = {
  careTeamId: string | null
  practitionerId: string | null
  isUrgent: boolean
  labelIds: string[]
  reply: RuleReply | null
  numbers: number[]
}

/** A rule made ready to be looked at often. */
export type ReadyRule = Pick<Rule, 'when' | 'does' | 'stops'> & { number: number; phrases: readonly Phrase[] }

/** Rules that are off keep their number and are left out. `fold` makes words comparable. */
export function readyRules(rules: readonly Rule[], fold: (text: string) => string): ReadyRule[] {
  return rules.flatMap(({ isOn, when, does, stops }, at) =>
    isOn
      ? [{ when, does, stops, number: at + 1, phrases: when.words.flatMap((words) => phraseOf(fold(words)) ?? []) }]
      : [],
  )
}

/** The first rule that names an inbox, a person or a reply decides; labels add up; one urgent rule is enough. */
export function applyRules(rules: readonly ReadyRule[], facts: RuleFacts): Routing {
  const routing: Routing = {
    careTeamId: null,
    practitionerId: null,
    isUrgent: false,
    labelIds: [],
    reply: null,
    numbers: [],
  }
  for (const rule of rules) {
    if (!isMet(rule, facts)) {
      continue
    }
    const { does } = rule
    routing.numbers.push(rule.number)
    routing.careTeamId ??= does.careTeamId
    routing.practitionerId ??= does.practitionerId
    routing.reply ??= does.reply
    routing.isUrgent ||= does.isUrgent
    routing.labelIds.push(...does.labelIds.filter((id) => !routing.labelIds.includes(id)))
    if (rule.stops) {
      break
    }
  }
  return routing
}

/** Whether all that a rule asks for is so; what it does not ask for is left open. */
function isMet({ when, phrases }: ReadyRule, facts: RuleFacts): boolean {
  return (
    isAmong(when.topicIds, facts.topicId) &&
    (when.files === null || (when.files === 'some') === facts.hasFiles) &&
    (when.language === null || when.language === facts.language) &&
    (when.ageFrom === null || facts.age >= when.ageFrom) &&
    (when.ageTo === null || facts.age <= when.ageTo) &&
    isAmong(when.usualPractitionerIds, facts.usualPractitionerId) &&
    (when.hours === null || (when.hours === 'open') === facts.isOpen) &&
    (when.words.length === 0 || phrases.some((phrase) => hasWords(when.wordsIn, phrase, facts)))
  )
}

function isAmong(asked: readonly string[], id: string | null): boolean {
  return asked.length === 0 || (id !== null && asked.includes(id))
}

function hasWords(where: Rule['when']['wordsIn'], phrase: Phrase, { subject, text }: RuleFacts): boolean {
  switch (where) {
    case 'subject':
      return hasPhrase(subject, phrase)
    case 'text':
      return hasPhrase(text, phrase)
    case 'both':
      return hasPhrase(subject, phrase) || hasPhrase(text, phrase)
  }
}
