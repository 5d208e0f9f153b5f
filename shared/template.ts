/** Whose a template is: everybody's in the practice, an inbox's, or one person's own. */
export const templateScopes = ['practice', 'team', 'personal'] as const
export type TemplateScope = (typeof templateScopes)[number]

/** What a template may leave open, by name, in braces: `{clinicPhone}`. There are no others. */
export const templateVariables = [
  'patientGivenName',
  'patientName',
  'clinicName',
  'clinicPhone',
  'clinicAddress',
  'topicName',
  'today',
  'nextOpening',
  'clinicCloses',
  'clinicReopens',
  'replyBy',
  'turnaround',
  'myName',
  'myRole',
  'awayFrom',
  'awayUntil',
  'coveredBy',
] as const
export type TemplateVariable = (typeof templateVariables)[number]
export type TemplateValues = Partial<Record<TemplateVariable, string>>

/** What stands below messages may leave open only what has a value whenever a message is sent; a signature its writer too. */
export const footerVariables = ['clinicName', 'clinicPhone', 'clinicAddress', 'turnaround'] as const
export const signatureVariables = [...footerVariables, 'myName', 'myRole'] as const

/** What has no value when nobody writes: a rule that answers has no name and no absence. */
export const writerVariables = ['myName', 'myRole', 'awayFrom', 'awayUntil', 'coveredBy'] as const

/** The product's own phrases that signal boundaries; their words are in the locales, their dates come from the schedule. */
export const phrases = ['whenWeRead', 'closedSoon', 'awaySoon', 'notUrgent', 'oneThing', 'bookVisit'] as const
export type Phrase = (typeof phrases)[number]

/** The first name in braces that is no variable; other braces are just text. */
export function unknownVariable(text: string): string | undefined {
  return namesIn(text).find((name) => !isVariable(name))
}

export function variablesIn(text: string): TemplateVariable[] {
  return [...new Set(namesIn(text).filter(isVariable))]
}

/** The text with every variable filled in that has a value; the others stay as they are, and are named. */
export function fillTemplate(text: string, values: TemplateValues): { text: string; missing: TemplateVariable[] } {
  const filled = text.replaceAll(inBraces, (braces: string, name: string) =>
    isVariable(name) ? (values[name] ?? braces) : braces,
  )
  return { text: filled, missing: variablesIn(text).filter((name) => values[name] === undefined) }
}

function namesIn(text: string): string[] {
  return [...text.matchAll(inBraces)].flatMap(([, name]) => name ?? [])
}

function isVariable(name: string): name is TemplateVariable {
  return templateVariables.some((known) => known === name)
}

const inBraces = /\{\s*([A-Za-z][A-Za-z0-9_.-]{0,39})\s*\}/g
