import { limits } from '../../shared/limits.ts'
import { variablesIn } from '../../shared/template.ts'
import { cleanLine, cleanText, countCharacters, countWords } from '../../shared/text.ts'
import { type FieldProblem, invalid } from '../platform/problems.ts'

/** What a topic allows a patient to write; staff have the product's own limits. */
export type WritingLimits = {
  characters: number
  words: number | null
  files: number
  /** A template's variable that was not filled in is a mistake of the clinic's; in a patient's words it is just text. */
  refusesVariables?: boolean
}

export const staffLimits: WritingLimits = {
  characters: limits.messageCharacters,
  words: null,
  files: limits.attachmentsPerMessage,
  refusesVariables: true,
}

/** The texts of one form, cleaned; every field that is wrong is named in one 422. */
export function readMessage(
  input: { text: string; subject?: string; attachmentIds: string[] },
  allowed: WritingLimits,
): { text: string; subject: string } {
  const problems: FieldProblem[] = []
  const text = cleanText(input.text)
  if (!text.ok) {
    // A file may speak for itself; nothing at all may not.
    if (text.problem !== 'empty' || input.attachmentIds.length === 0) {
      problems.push({ path: 'text', code: text.problem })
    }
  } else if (countCharacters(text.text) > allowed.characters) {
    problems.push({ path: 'text', code: 'too-long', limit: allowed.characters })
  } else if (allowed.words !== null && countWords(text.text) > allowed.words) {
    problems.push({ path: 'text', code: 'too-many-words', limit: allowed.words })
  }
  const [unfilled] = text.ok && allowed.refusesVariables === true ? variablesIn(text.text) : []
  if (unfilled !== undefined) {
    problems.push({ path: 'text', code: 'unfilled-variable', limit: unfilled })
  }
  const subject = input.subject === undefined || input.subject.trim() === '' ? '' : readSubject(input.subject, problems)
  if (input.attachmentIds.length > allowed.files) {
    problems.push({ path: 'attachmentIds', code: 'too-many-files', limit: allowed.files })
  }
  if (problems.length > 0) {
    throw invalid(...problems)
  }
  return { text: text.ok ? text.text : '', subject }
}

function readSubject(typed: string, problems: FieldProblem[]): string {
  const line = cleanLine(typed)
  if (!line.ok) {
    problems.push({ path: 'subject', code: line.problem })
    return ''
  }
  if (countCharacters(line.text) > limits.subjectCharacters) {
    problems.push({ path: 'subject', code: 'too-long', limit: limits.subjectCharacters })
  }
  return line.text
}
