import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { BulkRefusal, Outcome } from '../../../shared/conversation.ts'
import { newId } from '../../api/new-id.ts'
import { ApiProblem } from '../../api/problem.ts'
import type { Assignee } from '../desk/use-conversation-acts.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import type { Selection } from './use-selection.ts'
import type { QueueItem } from './use-queue.ts'

/** One that was left as it was, and why. */
export type Left = { item: QueueItem; code: BulkRefusal }
type Answer = { done: { conversationId: string }[]; notDone: { conversationId: string; code: BulkRefusal }[] }

/** Acts on what is chosen. What was done is told with the way back; what was not stays chosen, and is listed with its reason. */
export function useBulkActs({ chosen, rows, keep }: Selection) {
  const t = useTranslations('staffQueue.did')
  const memberCall = useMemberCall()
  const again = useAgain()
  const { tell } = useDone()
  const { run, isBusy, problem } = useAct()
  const [left, setLeft] = useState<readonly Left[]>([])
  const ids = chosen.map(({ conversation }) => conversation.id)

  /** True when the server took it, whatever it left. */
  async function act<A extends Answer>(
    work: () => Promise<A>,
    words: (count: number) => string,
    undo: (done: A['done']) => Promise<Answer>,
  ): Promise<boolean> {
    const answer = await run(() => work().finally(again))
    if (answer === undefined) {
      return false
    }
    const { done, notDone } = answer
    if (done.length > 0) {
      tell({
        words: words(done.length),
        undo: async () => {
          const taken = await undo(done).finally(again)
          name(taken)
          assertWhole(taken)
        },
      })
    }
    keep(notDone.map(({ conversationId }) => conversationId))
    name(answer)
    return true
  }

  /** Which were left as they were, by acting or by taking it back. */
  function name({ notDone }: Answer): void {
    setLeft(
      notDone.flatMap(({ conversationId, code }) => {
        const item = chosen.find(({ conversation }) => conversation.id === conversationId)
        return item === undefined ? [] : [{ item, code }]
      }),
    )
  }

  /** As the rows show them. */
  const tasksIn = (conversationId: string) =>
    rows.flatMap(({ conversation, task }) =>
      task !== null && conversation.id === conversationId ? [{ taskId: task.id, version: task.version }] : [],
    )
  const setLabel = (labelId: string, conversationIds: string[], isOn: boolean) =>
    memberCall('PUT /api/as/:membershipId/bulk/labels/:labelId', { labelId, conversationIds, isOn })

  return {
    isBusy,
    problem,
    left,
    forget: () => setLeft([]),
    label: ({ id, name }: { id: string; name: string }) =>
      act(
        () => setLabel(id, ids, true),
        (count) => t('labelled', { count, name }),
        (done) =>
          setLabel(
            id,
            done.map(({ conversationId }) => conversationId),
            false,
          ),
      ),
    assign: ({ name: whom, ...to }: Assignee) => {
      const assignmentId = newId()
      return act(
        () =>
          memberCall('PUT /api/as/:membershipId/bulk/assignments/:assignmentId', {
            assignmentId,
            conversations: ids.map((conversationId) => ({ conversationId, tasks: tasksIn(conversationId) })),
            ...to,
          }),
        (count) => t('assigned', { count, name: whom }),
        () => memberCall('DELETE /api/as/:membershipId/bulk/assignments/:assignmentId', { assignmentId }),
      )
    },
    close: (outcome: Outcome, endsTasks: boolean) =>
      act(
        () =>
          memberCall('PUT /api/as/:membershipId/bulk/closures', {
            conversations: chosen.map(({ conversation: { id, version } }) => ({ conversationId: id, version })),
            outcome,
            endsTasks,
          }),
        (count) => t('closed', { count }),
        (done) => memberCall('PUT /api/as/:membershipId/bulk/reopenings', { conversations: done }),
      ),
  }
}

function useAgain(): () => void {
  const readAgain = useReadAgain()
  return () =>
    void readAgain([
      'GET /api/as/:membershipId/queue',
      'GET /api/as/:membershipId/inboxes',
      'GET /api/as/:membershipId/conversations/:conversationId',
    ])
}

/** Where something happened since, the way back is closed; whoever wanted it is told. */
export function assertWhole({ notDone }: Answer): void {
  if (notDone.length > 0) {
    throw new ApiProblem(409, 'changed-meanwhile')
  }
}
