import { limits } from '../../../shared/limits.ts'
import { doesNothing, isSameRule, type Rule } from '../../../shared/rules.ts'
import type { FieldProblem } from '../../api/problem.ts'

/** A rule as it stands in its form: ages and words are what was typed. */
export type RuleAnswers = Rule & { typed: { ageFrom: string; ageTo: string; words: string } }

export function emptyRule(id: string, name: string): Rule {
  return {
    id,
    name,
    isOn: true,
    when: {
      topicIds: [],
      words: [],
      wordsIn: 'both',
      files: null,
      language: null,
      ageFrom: null,
      ageTo: null,
      usualPractitionerIds: [],
      hours: null,
    },
    does: { careTeamId: null, practitionerId: null, isUrgent: false, labelIds: [], reply: null },
    stops: false,
  }
}

export function answersOf(rule: Rule): RuleAnswers {
  const { ageFrom, ageTo, words } = rule.when
  return { ...rule, typed: { ageFrom: String(ageFrom ?? ''), ageTo: String(ageTo ?? ''), words: words.join('\n') } }
}

export function ruleOf({ typed, ...rule }: RuleAnswers): Rule {
  return {
    ...rule,
    when: { ...rule.when, ageFrom: ageOf(typed.ageFrom), ageTo: ageOf(typed.ageTo), words: linesOf(typed.words) },
  }
}

/** What the server would refuse, found here first. Pure. */
export function wrongIn(answers: RuleAnswers): FieldProblem[] {
  const { does, when } = ruleOf(answers)
  const { typed } = answers
  const isWrongAge = (age: string) => age.trim() !== '' && !/^\s*(?:\d{1,2}|1[0-2]\d|130)\s*$/.test(age)
  const problems: [string, string, boolean][] = [
    ['name', 'empty', answers.name.trim() === ''],
    ['words', 'too-many-words', when.words.length > limits.ruleWords],
    ['words', 'too-long', when.words.some((words) => words.length > limits.ruleWordCharacters)],
    ['words', 'no-letters', when.words.some((words) => !/[\p{L}\p{N}]/u.test(words))],
    ['ageFrom', 'age', isWrongAge(typed.ageFrom)],
    ['ageTo', 'age', isWrongAge(typed.ageTo)],
    ['ageTo', 'before-start', when.ageFrom !== null && when.ageTo !== null && when.ageTo < when.ageFrom],
    ['careTeamId', 'does-nothing', doesNothing({ does })],
  ]
  return problems.flatMap(([path, code, isSo]) => (isSo ? [{ path, code }] : []))
}

/** The rule at a place, one place up (-1) or down (1). */
export function moveRule(rules: readonly Rule[], at: number, by: -1 | 1): Rule[] {
  const moved = [...rules]
  const [rule] = moved.splice(at, 1)
  return rule === undefined ? moved : moved.toSpliced(at + by, 0, rule)
}

export function isSameSet(one: readonly Rule[], other: readonly Rule[]): boolean {
  return one.length === other.length && one.every((rule, at) => isSameRule(rule, other[at]))
}

function ageOf(typed: string): number | null {
  return typed.trim() === '' ? null : Number(typed)
}

function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
