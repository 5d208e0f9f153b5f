import type { Sent } from '../../conversation/types.ts'

type JustSent = { conversationId: string; dueAt: string | null; team: string; isReplied: boolean }

/** What the last send answered, so that its confirmation needs no line: the line may be gone the moment after. */
let last: JustSent | null = null

export function rememberSent({ conversationId, dueAt, ruleReply }: Sent, team: string): void {
  last = { conversationId, dueAt, team, isReplied: ruleReply !== null }
}

/** The answer to the send that began this conversation, unless the page was loaded anew since. */
export function justSent(conversationId: string): JustSent | null {
  return last?.conversationId === conversationId ? last : null
}
