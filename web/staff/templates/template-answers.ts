import type { TemplateScope } from '../../../shared/template.ts'
import type { FieldProblem } from '../../api/problem.ts'

export type Both = { en: string; fr: string }
export type Content = { name: Both; text: Both }
/** A template as it stands in its form. `reviewOn` is '' without a date. */
export type Answers = Content & { scope: TemplateScope; careTeamId: string; reviewOn: string }

type Saved = Content & { scope: TemplateScope; careTeam: { id: string } | null; reviewOn: string | null }
const none: Both = { en: '', fr: '' }
const languages = ['en', 'fr'] as const

export function answersOf(template: Saved | null): Answers {
  return {
    scope: template?.scope ?? 'personal',
    careTeamId: template?.careTeam?.id ?? '',
    name: template?.name ?? none,
    text: template?.text ?? none,
    reviewOn: template?.reviewOn ?? '',
  }
}

/** The name in the reader's language, or in the only one there is. */
export function nameOf({ name }: { name: Both }, language: keyof Both): string {
  return name[language] || name.en || name.fr
}

/** Whether each of the words stands in its names or texts, whatever the accents and the case. Pure: tested as a table. */
export function foundIn({ name, text }: Content, words: string): boolean {
  const all = folded([name.en, name.fr, text.en, text.fr].join('\n'))
  return folded(words)
    .split(/\s+/)
    .every((word) => all.includes(word))
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()
}

/** What the server would refuse, found here first: a name and a text in one language at least. Pure: tested as a table. */
export function wrongIn(answers: Answers, today: string): readonly FieldProblem[] {
  const isEmpty = (typed: string) => typed.trim() === ''
  const used = languages.filter((one) => !isEmpty(answers.name[one]) || !isEmpty(answers.text[one]))
  const words = (used.length === 0 ? languages : used).flatMap((one) =>
    (['name', 'text'] as const)
      .filter((field) => isEmpty(answers[field][one]))
      .map((field) => ({ path: `${field}.${one}`, code: 'empty' })),
  )
  return [
    ...(answers.scope === 'team' && answers.careTeamId === '' ? [{ path: 'careTeamId', code: 'missing' }] : []),
    ...words,
    ...(answers.reviewOn !== '' && answers.reviewOn <= today ? [{ path: 'reviewOn', code: 'past-review' }] : []),
  ]
}
