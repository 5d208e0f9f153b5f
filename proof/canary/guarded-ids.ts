// An id alone may tell too much: that a patient has a conversation, and where. What somebody may not know of is named in no
// answer to them, except where they named it themselves.
import type { Member } from '../policy/facts.ts'
import { knowsOf, onFile } from '../policy/oracle.ts'
import type { CrawlFacts } from './load-facts.ts'

export type GuardedIds = { namedIn(bytes: Buffer): { id: string; noun: string }[] }

/** Conversations, drafts, files and tasks. Messages and notes have no address of their own. */
export function makeGuardedIds(facts: CrawlFacts): GuardedIds {
  const nouns = new Map<string, string>([
    ...facts.conversations.map(({ id }) => [id, 'conversation'] as const),
    ...facts.drafts.map(({ id }) => [id, 'draft'] as const),
    ...facts.files.map(({ id }) => [id, 'file'] as const),
    ...facts.tasks.map(({ id }) => [id, 'task'] as const),
  ])
  const form = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g
  return {
    namedIn: (bytes) =>
      [...new Set(bytes.toString('latin1').match(form))].flatMap((id) => {
        const noun = nouns.get(id)
        return noun === undefined ? [] : [{ id, noun }]
      }),
  }
}

/** Whether this member may know that this thing exists. The privacy officer's log names whatever somebody tried to act on. */
export function mayKnow(facts: CrawlFacts, member: Member, named: { id: string; noun: string }, now: Date): boolean {
  const knowsConversation = (id: string | null | undefined): boolean => {
    const conversation = facts.conversations.find((each) => each.id === id)
    return conversation !== undefined && knowsOf(facts, member, conversation, now)
  }
  if (member.part === 'privacy-officer') {
    return true
  }
  switch (named.noun) {
    case 'conversation':
      return knowsConversation(named.id)
    case 'task':
      return knowsConversation(facts.tasks.find(({ id }) => id === named.id)?.conversation)
    case 'draft':
      return facts.drafts.some(({ id, author }) => id === named.id && author === member.id)
    default: {
      const file = facts.files.find(({ id }) => id === named.id)
      return onFile(facts, member, 'read', file, now) !== 'hidden'
    }
  }
}
