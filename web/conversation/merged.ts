import type { Language } from '../../shared/locales/index.ts'
import type { Conversation, Message } from './types.ts'

type Merge = Conversation['merges'][number]
export type Other = NonNullable<Merge['other']>
/** A letter as it is shown: with the conversation in which it was written, when that is not the one on the page. */
export type ShownMessage = Message & {
  of?: { conversationId: string; name: string }
  /** Where it is answered, apart from the conversation on the page. */
  answeredIn?: { conversationId: string; name: string }
}

/** What was put into this conversation and is read here, as far as the reader may know of it. */
export function partsOf({ merges }: Pick<Conversation, 'merges'>): Other[] {
  return merges.flatMap(({ way, other, partedAt }) => (way === 'from' && other && partedAt === null ? [other] : []))
}

/** The conversation into which this one was put; its `other` is null for who may not know of that. */
export function headOf({ merges }: Pick<Conversation, 'merges'>): Merge | undefined {
  return merges.find(({ way, partedAt }) => way === 'into' && partedAt === null)
}

/** A conversation by its subject, or its topic. */
export function nameOf({ subject, topic }: Pick<Other, 'subject' | 'topic'>, language: Language): string {
  return subject === '' ? topic[language] : subject
}

/**
 * The letters of a conversation and of what was put into it, in the order of their time. Where older ones of its own are not
 * fetched yet, none is shown from before them, so that nothing seems to be missing between two letters.
 */
export function inOrder(
  own: readonly Message[],
  hasOlder: boolean,
  parts: readonly Pick<Conversation, 'id' | 'subject' | 'topic' | 'messages'>[],
  language: Language,
): ShownMessage[] {
  const from = hasOlder ? (own[0]?.sentAt ?? '') : ''
  const others = parts.flatMap((part) =>
    part.messages.map((message) => ({ ...message, of: { conversationId: part.id, name: nameOf(part, language) } })),
  )
  return [...own, ...others.filter(({ sentAt }) => sentAt >= from)].toSorted(byTime)
}

function byTime(a: Message, b: Message): number {
  return a.sentAt === b.sentAt ? 0 : a.sentAt < b.sentAt ? -1 : 1
}
