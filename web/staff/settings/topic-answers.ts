import { limits } from '../../../shared/limits.ts'
import type { FieldProblem } from '../../api/problem.ts'
import type { Topic } from './TopicsPage.tsx'

/** A topic as it stands in its form: numbers are what was typed. */
export type TopicAnswers = {
  name: { en: string; fr: string }
  help: { en: string; fr: string }
  urgentHelp: { en: string; fr: string }
  keyword: string
  careTeamId: string
  isOpen: boolean
  numbers: Record<NumberName, string>
}

/** Each number's least and greatest, as the contract has them; some may be empty. */
export const numberRanges = {
  characters: { min: 50, max: limits.messageCharacters },
  words: { min: 10, max: limits.messageWords },
  files: { min: 0, max: limits.attachmentsPerMessage },
  replyHours: { min: 0.25, max: 200 },
  remindAfterHours: { min: 1, max: limits.unreadStepHours },
  remindAgainAfterHours: { min: 1, max: limits.unreadStepHours },
  contactAfterHours: { min: 1, max: limits.unreadStepHours },
  importantAfterHours: { min: 1, max: limits.unreadStepHours },
  reopenDays: { min: 0, max: 365 },
} as const
export type NumberName = keyof typeof numberRanges
const mayBeEmpty: readonly NumberName[] = ['words', 'remindAgainAfterHours']
export const numberNames = Object.keys(numberRanges) as NumberName[]

export function answersOf(topic: Topic | null): TopicAnswers {
  const both = { en: '', fr: '' }
  return {
    name: topic?.name ?? both,
    help: topic?.help ?? both,
    urgentHelp: topic?.urgentHelp ?? both,
    keyword: topic?.keyword ?? '',
    careTeamId: topic?.careTeamId ?? '',
    isOpen: topic?.isOpen ?? true,
    numbers: {
      characters: String(topic?.characters ?? 2_000),
      words: topic?.words == null ? '' : String(topic.words),
      files: String(topic?.files ?? 5),
      replyHours: String((topic?.replyWithinMinutes ?? 16 * 60) / 60),
      remindAfterHours: String(topic?.remindAfterHours ?? 72),
      remindAgainAfterHours: topic?.remindAgainAfterHours == null ? '' : String(topic.remindAgainAfterHours),
      contactAfterHours: String(topic?.contactAfterHours ?? 72),
      importantAfterHours: String(topic?.importantAfterHours ?? 24),
      reopenDays: String(topic?.reopenDays ?? 14),
    },
  }
}

/** What the server would refuse, found here first. Pure: tested as a table. */
export function wrongIn(answers: TopicAnswers): readonly FieldProblem[] {
  const texts = (['name', 'help', 'urgentHelp'] as const).flatMap((name) =>
    (['en', 'fr'] as const)
      .filter((language) => answers[name][language].trim() === '')
      .map((language) => ({ path: `${name}.${language}`, code: 'empty' })),
  )
  return [
    ...texts,
    ...(/^[a-z0-9-]{2,30}$/.test(answers.keyword) ? [] : [{ path: 'keyword', code: 'keyword' }]),
    ...(answers.careTeamId === '' ? [{ path: 'careTeamId', code: 'not-found' }] : []),
    ...numberNames
      .filter((name) => !isInRange(name, answers.numbers[name]))
      .map((name) => ({ path: name, code: 'number' })),
  ]
}

function isInRange(name: NumberName, typed: string): boolean {
  if (mayBeEmpty.includes(name) && typed.trim() === '') {
    return true
  }
  const { min, max } = numberRanges[name]
  const value = numberOf(typed)
  // Opening hours may be quarters; everything else is counted whole.
  return value >= min && value <= max && Number.isInteger(name === 'replyHours' ? value * 4 : value)
}

/** A number as typed in either language: 1.5 and 1,5. */
function numberOf(typed: string): number {
  return typed.trim() === '' ? Number.NaN : Number(typed.replace(',', '.'))
}

function numberOrNone(typed: string): number | null {
  return typed.trim() === '' ? null : numberOf(typed)
}

/** The fields of the contract; give it answers in which nothing is wrong. */
export function fieldsOf({ numbers, ...rest }: TopicAnswers) {
  return {
    ...rest,
    characters: numberOf(numbers.characters),
    words: numberOrNone(numbers.words),
    files: numberOf(numbers.files),
    replyWithinMinutes: Math.round(numberOf(numbers.replyHours) * 60),
    remindAfterHours: numberOf(numbers.remindAfterHours),
    remindAgainAfterHours: numberOrNone(numbers.remindAgainAfterHours),
    contactAfterHours: numberOf(numbers.contactAfterHours),
    importantAfterHours: numberOf(numbers.importantAfterHours),
    reopenDays: numberOf(numbers.reopenDays),
  }
}
