import { z } from 'zod'
import { limits } from '../../shared/limits.ts'
import { unknownVariable } from '../../shared/template.ts'
import { cleanLine, cleanText, countCharacters, type TextResult } from '../../shared/text.ts'
import type { Context } from '../access/context.ts'
import { DecryptError } from '../platform/crypto/envelope.ts'
import { type FieldProblem, invalid } from '../platform/problems.ts'

type Both = { en: string; fr: string }
export type TemplateContent = { name: Both; text: Both }

const languages = ['en', 'fr'] as const
const InBoth = z.object({ en: z.string(), fr: z.string() })
const Content = z.object({ name: InBoth, text: InBoth })

/** The envelope of one version; the template's own and each earlier one's are sealed for the same place. */
export function sealContent(ctx: Context, row: { id: string; version: number }, content: TemplateContent): Buffer {
  return ctx.keys.sealForPractice('templates.content_sealed', row, JSON.stringify(content))
}

export function openContent(
  ctx: Context,
  row: { id: string; version: number; content_sealed: Buffer },
): TemplateContent {
  return Content.parse(JSON.parse(ctx.keys.openForPractice('templates.content_sealed', row, row.content_sealed)))
}

/** Null for one that is damaged, and said in the log: for where something else must not wait for a template. */
export function openIfWhole(ctx: Context, row: Parameters<typeof openContent>[1]): TemplateContent | null {
  try {
    return openContent(ctx, row)
  } catch (err) {
    if (!(err instanceof DecryptError)) {
      throw err
    }
    ctx.house.log.error({ template: row.id, err }, 'a template does not open')
    return null
  }
}

/** Name and text in one language at least, in each language both or none. Every field that is wrong is named in one 422. */
export function readContent(typed: TemplateContent): TemplateContent {
  const problems: FieldProblem[] = []
  const name = { en: '', fr: '' }
  const text = { en: '', fr: '' }
  const isUsed = (language: 'en' | 'fr') => typed.name[language].trim() !== '' || typed.text[language].trim() !== ''
  const used = languages.filter(isUsed)
  for (const language of used.length === 0 ? languages : used) {
    name[language] = take(problems, `name.${language}`, cleanLine(typed.name[language]), limits.nameCharacters)
    text[language] = take(problems, `text.${language}`, cleanText(typed.text[language]), limits.messageCharacters)
  }
  if (problems.length > 0) {
    throw invalid(...problems)
  }
  return { name, text }
}

/** A text that may leave variables open, cleaned; what is wrong with it goes to `problems`. */
export function take(problems: FieldProblem[], path: string, result: TextResult, characters: number): string {
  if (!result.ok) {
    problems.push({ path, code: result.problem })
    return ''
  }
  if (countCharacters(result.text) > characters) {
    problems.push({ path, code: 'too-long', limit: characters })
  }
  const unknown = unknownVariable(result.text)
  if (unknown !== undefined) {
    problems.push({ path, code: 'unknown-variable', limit: unknown })
  }
  return result.text
}
