import type { OutputOf } from '../../api/routes.ts'
import type { TemplateScope } from '../../../shared/template.ts'
import type { FieldProblem } from '../../api/problem.ts'

export type Both = { en: string; fr: string }
export type Content = { name: Both; text: Both }
export type Document = OutputOf<'GET /api/as/:membershipId/templates/:templateId/documents/:documentId'>
export type Documents = Record<keyof Both, readonly Document[]>
/** A template as it stands in its form. `reviewOn` is '' without a date. */
export type Answers = Content & { documents: Documents } & {
  scope: TemplateScope
  careTeamId: string
  reviewOn: string
}

type Saved = Content & { documents: Documents } & {
  scope: TemplateScope
  careTeam: { id: string } | null
  reviewOn: string | null
}
const none: Both = { en: '', fr: '' }
const languages = ['en', 'fr'] as const

export function answersOf(template: Saved | null): Answers {
  return {
    scope: template?.scope ?? 'personal',
    careTeamId: template?.careTeam?.id ?? '',
    name: template?.name ?? none,
    text: template?.text ?? none,
    documents: template?.documents ?? { en: [], fr: [] },
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
export function wrongIn(answers: Answers, onWay: Record<keyof Both, number>, today: string): readonly FieldProblem[] {
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
    ...wrongDocuments(answers, onWay),
    ...(answers.reviewOn !== '' && answers.reviewOn <= today ? [{ path: 'reviewOn', code: 'past-review' }] : []),
  ]
}

/** Documents go with a text, none that was refused is kept, and none that is on its way is left behind. */
function wrongDocuments(
  { documents, text, name }: Answers,
  onWay: Record<keyof Both, number>,
): readonly FieldProblem[] {
  return languages.flatMap((one) => {
    const path = `documents.${one}`
    const hasWords = text[one].trim() !== '' || name[one].trim() !== ''
    return [
      ...(documents[one].length > 0 && !hasWords ? [{ path, code: 'no-text' }] : []),
      ...(documents[one].some(({ status }) => status === 'rejected') ? [{ path, code: 'file-refused' }] : []),
      ...(onWay[one] > 0 ? [{ path, code: 'file-not-ready' }] : []),
    ]
  })
}

/** As a save names them. Pure. */
export function idsOf(documents: Documents): { en: string[]; fr: string[] } {
  return { en: documents.en.map(({ id }) => id), fr: documents.fr.map(({ id }) => id) }
}
