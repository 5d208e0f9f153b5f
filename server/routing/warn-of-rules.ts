import { asksNothing, type Rule, type RuleWarning } from '../../shared/rules.ts'
import { replyProblem, type ReplyTemplate } from './reply-problem.ts'

export type PracticeFacts = {
  topics: ReadonlyMap<string, { isOpen: boolean; files: number }>
  /** Colleagues who work in inboxes and may act. */
  actingIds: ReadonlySet<string>
  templates: ReadonlyMap<string, ReplyTemplate>
}

/** What may be amiss with rules that can be saved: one list for each of them. Of a rule that is off nothing is said. */
export function warnOfRules(rules: readonly Rule[], facts: PracticeFacts): RuleWarning[][] {
  let isReached = true
  return rules.map((rule) => {
    if (!rule.isOn) {
      return []
    }
    const warnings = [...(isReached ? [] : ['never-reached' as const]), ...warnOf(rule, facts)]
    isReached &&= !(rule.stops && asksNothing(rule))
    return warnings
  })
}

function warnOf(rule: Rule, { topics, actingIds, templates }: PracticeFacts): RuleWarning[] {
  const { when, does } = rule
  const asked = when.topicIds.flatMap((id) => topics.get(id) ?? [])
  const template = does.reply === null ? undefined : templates.get(does.reply.templateId)
  const languages = when.language === null ? (['en', 'fr'] as const) : [when.language]
  const problems = template === undefined ? [] : languages.map((language) => replyProblem(template, language))
  const warnings: [RuleWarning, boolean][] = [
    ['matches-everything', asksNothing(rule)],
    ['topics-closed', asked.length > 0 && asked.every(({ isOpen }) => !isOpen)],
    ['topics-without-files', when.files === 'some' && asked.length > 0 && asked.every(({ files }) => files === 0)],
    ['colleague-cannot-act', does.practitionerId !== null && !actingIds.has(does.practitionerId)],
    ['template-archived', problems.includes('archived')],
    ['template-one-language', problems.includes('language')],
    ['template-open-variables', problems.includes('variables')],
    ['template-documents', problems.includes('documents')],
  ]
  return warnings.flatMap(([warning, isSo]) => (isSo ? [warning] : []))
}
