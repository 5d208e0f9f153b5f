import type { OutputOf } from '../api/routes.ts'
import { invalidate, useRead, type Read } from '../api/use-read.ts'

const route = 'GET /api/as/:membershipId/writing'
export type Writing = OutputOf<typeof route>
/** What keeps a patient from writing for a while. */
export type Refusal = NonNullable<Writing['start']>

/** Whether the patient may write now, and what is told if not. Where it cannot be read, the send itself still says so. */
export function useWriting(membershipId: string): Read<typeof route> {
  return useRead(route, { membershipId })
}

/** What was known of it is out of date. */
export function askAgainWhetherToWrite(): void {
  invalidate((key) => key.startsWith(`${route} `))
}

/** What keeps this patient from beginning a conversation about a topic, or from answering in one; null: nothing known of. */
export function refusalOf(
  writing: Writing | undefined,
  { act, topicId }: { act: 'start' | 'answer'; topicId: string },
): Refusal | null {
  return writing?.topics.find((topic) => topic.topicId === topicId)?.[act] ?? null
}
