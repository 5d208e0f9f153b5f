import type { ReplyProblem } from '../../shared/rules.ts'
import { variablesIn, writerVariables } from '../../shared/template.ts'

/** A template of the practice, as a rule that answers with it looks at it. */
export type ReplyTemplate = { isArchived: boolean; text: { en: string; fr: string }; hasDocuments: boolean }

/** Why a rule will not send this template to a patient of this language, as far as that is known beforehand. Pure. */
export function replyProblem(
  { isArchived, text, hasDocuments }: ReplyTemplate,
  language: 'en' | 'fr',
): ReplyProblem | null {
  if (isArchived) {
    return 'archived'
  }
  if (text[language] === '') {
    return 'language'
  }
  // A rule answers within the patient's own send, which copies no file: and without its leaflet the text would promise too much.
  if (hasDocuments) {
    return 'documents'
  }
  const open = variablesIn(text[language])
  return writerVariables.some((name) => open.includes(name)) ? 'variables' : null
}
