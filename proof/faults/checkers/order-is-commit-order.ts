import { api } from '../../../shared/api/index.ts'
import { call } from '../../../server/testing/call.ts'
import type { AckedMessage } from '../stage/ledger.ts'
import type { Checker, Evidence } from './checker.ts'

/** A conversation reads in the order in which its messages were committed, and the same for each who may read it. */
export const orderIsCommitOrder: Checker = async (evidence) => [
  ...(await numbered(evidence)),
  ...askedAfterAnswered(evidence.ledger.messages),
  ...(await seenAlike(evidence)),
]

async function numbered({ query, practiceIds }: Evidence): Promise<string[]> {
  const gaps = await query(
    `select conversation_id::text as id from messages where practice_id = any($1)
     group by conversation_id having max(sequence) <> count(*) or min(sequence) <> 1`,
    [practiceIds],
  )
  const [setting] = await query('show track_commit_timestamp')
  // Rows that were marked as withdrawn later carry the later transaction.
  const turned =
    setting?.['track_commit_timestamp'] === 'on'
      ? await query(
          `select distinct id from (
             select conversation_id::text as id, pg_xact_commit_timestamp(xmin) as at,
               lag(pg_xact_commit_timestamp(xmin)) over (partition by conversation_id order by sequence) as before
             from messages where practice_id = any($1) and retracted_at is null) as line
           where at < before`,
          [practiceIds],
        )
      : []
  return [
    ...gaps.map(({ id }) => `the numbers of the conversation ${String(id)} have a gap or a repeat`),
    ...turned.map(({ id }) => `the order of the conversation ${String(id)} is not the order of its commits`),
  ]
}

/** What was asked for after an answer had come stands after what was answered. */
function askedAfterAnswered(messages: AckedMessage[]): string[] {
  const violations: string[] = []
  for (const [id, ofOne] of Map.groupBy(messages, ({ conversationId }) => conversationId)) {
    const byAnswer = ofOne.toSorted((a, b) => a.ackedAtMs - b.ackedAtMs)
    for (const later of ofOne) {
      const last = byAnswer.findLast((earlier) => earlier.ackedAtMs < later.askedAtMs)
      if (last !== undefined && sequenceOf(last) > sequenceOf(later)) {
        violations.push(`in the conversation ${id}, ${later.id} stands before ${last.id}, which was answered before it`)
      }
    }
  }
  return violations
}

function sequenceOf(message: AckedMessage): number {
  return message.answers[0]?.sequence ?? 0
}

async function seenAlike({ house, ledger, practiceIds, people }: Evidence): Promise<string[]> {
  const violations: string[] = []
  const seen = new Map(ledger.messages.map((message) => [message.conversationId, message]))
  for (const { conversationId, practiceId, patientId } of seen.values()) {
    if (!practiceIds.includes(practiceId)) {
      continue
    }
    const viewers = [patientId, ledger.readers.get(practiceId)].flatMap((id) => people.get(id ?? '') ?? [])
    const views: string[] = []
    for (const viewer of viewers) {
      const pages: { id: string; sequence: number }[][] = []
      let before: number | undefined
      do {
        const { status, body } = await call(house, viewer, api.readConversation, { conversationId, before })
        if (status !== 200) {
          violations.push(`the conversation ${conversationId} cannot be read (${status})`)
          break
        }
        pages.unshift(body.messages)
        before = body.before ?? undefined
      } while (before !== undefined)
      const lines = pages.flat()
      if (lines.some((line, at) => line.sequence !== at + 1)) {
        violations.push(`somebody reads the conversation ${conversationId} out of order, or not whole`)
      }
      views.push(lines.map(({ id }) => id).join())
    }
    if (new Set(views).size > 1) {
      violations.push(`patient and clinic read the conversation ${conversationId} differently`)
    }
  }
  return violations
}
