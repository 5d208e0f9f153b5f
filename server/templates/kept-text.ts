import { z } from 'zod'
import type { TemplateVariable } from '../../shared/template.ts'
import { variablesIn } from '../../shared/template.ts'
import { cleanText } from '../../shared/text.ts'
import { type FieldProblem, invalid } from '../platform/problems.ts'
import { take } from './template-content.ts'

export type Both = { en: string; fr: string }
const InBoth = z.object({ en: z.string(), fr: z.string() })

export const noText: Both = { en: '', fr: '' }

export function parseText(json: string): Both {
  return InBoth.parse(JSON.parse(json))
}

export type TextRules = {
  characters: number
  /** What may be left open: something that always has a value when a message is sent. */
  allowed: readonly TemplateVariable[]
  /** What has to stand in it. */
  needed?: readonly TemplateVariable[]
  /** With words in one language there must be some in the other. */
  needsBoth?: boolean
}

/** A text that is added to messages, in both languages. Every field that is wrong is named in one 422. */
export function readText(typed: Both, rules: TextRules): Both {
  const problems: FieldProblem[] = []
  const isEmpty = { en: typed.en.trim() === '', fr: typed.fr.trim() === '' }
  const read = (language: 'en' | 'fr'): string => {
    const path = `text.${language}`
    if (isEmpty[language] && (rules.needsBoth !== true || (isEmpty.en && isEmpty.fr))) {
      return ''
    }
    const text = take(problems, path, cleanText(typed[language]), rules.characters)
    const used = variablesIn(text)
    const wrong = used.find((name) => !rules.allowed.includes(name))
    if (wrong !== undefined) {
      problems.push({ path, code: 'not-here-variable', limit: wrong })
    }
    const missing = text === '' ? undefined : rules.needed?.find((name) => !used.includes(name))
    if (missing !== undefined) {
      problems.push({ path, code: 'needs-variable', limit: missing })
    }
    return text
  }
  const text = { en: read('en'), fr: read('fr') }
  if (problems.length > 0) {
    throw invalid(...problems)
  }
  return text
}
