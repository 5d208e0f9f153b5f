import {
  isArgumentElement,
  isLiteralElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  parse,
  type MessageFormatElement,
} from '@formatjs/icu-messageformat-parser'
import type { Language } from '../shared/locales/index.ts'

export type Messages = [key: string, message: string][]

/**
 * The plain texts a message can become: one for each branch of its choices, with a short name for every text argument
 * and a small number for every number.
 */
export function plainTexts(message: string): string[] {
  const elements = parse(message)
  const texts = Array.from({ length: branchesIn(elements) }, (_, branch) => render(elements, branch))
  return [...new Set(texts)]
}

/** The names of a message's arguments, and of its tags as '<tag>', sorted. Throws when the message is not ICU. */
export function argumentNames(message: string): string[] {
  return [...new Set(namesIn(parse(message)))].toSorted()
}

/** The messages of one namespace's file in one language, by their whole keys. */
export async function messagesIn(language: Language, fileName: string): Promise<Messages> {
  const exported: Record<string, unknown> = await import(
    new URL(`../shared/locales/${language}/${fileName}`, import.meta.url).href
  )
  return flatten(exported, '')
}

const sampleText = 'Anne'
const sampleNumber = '3'

function render(elements: MessageFormatElement[], branch: number): string {
  return elements
    .map((element) => {
      if (isLiteralElement(element)) {
        return element.value
      }
      if (isTagElement(element)) {
        return render(element.children, branch)
      }
      if (isPluralElement(element) || isSelectElement(element)) {
        const options = Object.values(element.options)
        return render((options[branch] ?? options.at(-1))?.value ?? [], branch)
      }
      return isArgumentElement(element) ? sampleText : sampleNumber
    })
    .join('')
}

function branchesIn(elements: MessageFormatElement[]): number {
  const counts = elements.map((element) =>
    Math.max(...childrenOf(element).map(branchesIn), childrenOf(element).length, 1),
  )
  return Math.max(...counts, 1)
}

function namesIn(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => [...ownName(element), ...childrenOf(element).flatMap(namesIn)])
}

function ownName(element: MessageFormatElement): string[] {
  if (isLiteralElement(element) || isPoundElement(element)) {
    return []
  }
  return [isTagElement(element) ? `<${element.value}>` : element.value]
}

function childrenOf(element: MessageFormatElement): MessageFormatElement[][] {
  if (isTagElement(element)) {
    return [element.children]
  }
  if (isPluralElement(element) || isSelectElement(element)) {
    return Object.values(element.options).map(({ value }) => value)
  }
  return []
}

function flatten(value: unknown, key: string): Messages {
  if (typeof value === 'string') {
    return [[key, value]]
  }
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${key} is neither a message nor a group of messages.`)
  }
  return Object.entries(value).flatMap(([name, child]) => flatten(child, key === '' ? name : `${key}.${name}`))
}
