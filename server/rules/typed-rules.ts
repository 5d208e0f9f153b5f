import { doesNothing, type Rule } from '../../shared/rules.ts'
import { limits } from '../../shared/limits.ts'
import { foldText } from '../platform/fold-text.ts'
import { phraseOf } from '../routing/message-words.ts'
import { type Fields, readFields } from '../people/typed-fields.ts'
import type { Known } from './list-rules.ts'

/** The rules of a form, cleaned. Everything that is wrong is named in one 422, each by its place in the form. */
export function readRules(typed: readonly Rule[], known: Known): Rule[] {
  return readFields((fields) => {
    const ids = new Set<string>()
    return typed.map((rule, at) => {
      const path = `rules.${at}`
      if (ids.has(rule.id)) {
        fields.refuse(`${path}.id`, 'twice')
      }
      ids.add(rule.id)
      refuseUnknown(fields, path, rule, known)
      return readRule(fields, path, rule)
    })
  })
}

function readRule(fields: Fields, path: string, { id, isOn, when, does, stops, ...rule }: Rule): Rule {
  const name = fields.name(`${path}.name`, rule.name)
  const words = when.words.map((typed, at) => readWords(fields, `${path}.when.words.${at}`, typed))
  if (when.ageFrom !== null && when.ageTo !== null && when.ageTo < when.ageFrom) {
    fields.refuse(`${path}.when.ageTo`, 'before-start')
  }
  if (doesNothing({ does })) {
    fields.refuse(`${path}.does`, 'does-nothing')
  }
  return { id, name, isOn, when: { ...when, words }, does, stops }
}

function readWords(fields: Fields, path: string, typed: string): string {
  const words = fields.line(path, typed, limits.ruleWordCharacters)
  if (words !== '' && phraseOf(foldText(words)) === null) {
    fields.refuse(path, 'no-letters')
  }
  return words
}

/** Whoever has left may still be a patient's usual clinician, or stand in a rule that says who: the page warns of that. */
function refuseUnknown(fields: Fields, path: string, { when, does }: Rule, known: Known): void {
  const named: [string, string, { has(id: string): boolean }][] = [
    ...when.topicIds.map((id, at) => [`when.topicIds.${at}`, id, known.topics] as const),
    ...when.usualPractitionerIds.map((id, at) => [`when.usualPractitionerIds.${at}`, id, known.staff] as const),
    ...does.labelIds.map((id, at) => [`does.labelIds.${at}`, id, known.labelIds] as const),
    ...(does.careTeamId === null ? [] : [['does.careTeamId', does.careTeamId, known.inboxIds] as const]),
    ...(does.practitionerId === null ? [] : [['does.practitionerId', does.practitionerId, known.staff] as const]),
    ...(does.reply === null ? [] : [['does.reply.templateId', does.reply.templateId, known.templates] as const]),
  ].map(([field, id, known]) => [field, id, known])
  for (const [field, id, there] of named) {
    if (!there.has(id)) {
      fields.refuse(`${path}.${field}`, 'not-found')
    }
  }
}
