import { useTranslations } from 'use-intl'
import type { Outcome } from '../../../shared/conversation.ts'
import type { Priority } from '../../../shared/task.ts'
import { newId } from '../../api/new-id.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useMembership } from '../membership.tsx'
import { useMemberCall } from '../read.ts'
import { useDone } from '../undo.tsx'
import { assertWhole } from '../queue/use-bulk-acts.ts'
import { useAct } from '../use-act.ts'
import { mainTask, useConversationAgain, type Task, type Worked } from './use-conversation.ts'

export type Assignee = { practitionerId: string; name: string } | { careTeamId: string; name: string }
export type ConversationActs = ReturnType<typeof useConversationActs>

/** What can be done with a conversation and its task. Each act tells what was done, and how to take it back. */
export function useConversationActs(conversation: Worked) {
  const t = useTranslations('staff.acts')
  const me = useMembership()
  const memberCall = useMemberCall()
  const { tell } = useDone()
  const again = useConversationAgain(conversation.id)
  const { run, isBusy, problem, clear } = useAct()
  const { id: conversationId } = conversation
  const task = mainTask(conversation)
  const isMine = task?.status === 'accepted' && task.owner?.id === me.id

  /** What was done, and the way back, is told at once; whatever came of it, the page then shows how things stand. */
  function act<T>(work: () => Promise<T>, done: (result: T) => Parameters<typeof tell>[0]): Promise<T | undefined> {
    return run(async () => {
      try {
        const result = await work()
        tell(done(result))
        return result
      } finally {
        await again()
      }
    })
  }

  const accept = ({ id: taskId, version }: Task) =>
    memberCall('PUT /api/as/:membershipId/tasks/:taskId/acceptance', { taskId, version })
  const release = ({ id: taskId }: Task) =>
    memberCall('DELETE /api/as/:membershipId/tasks/:taskId/acceptance', { taskId })
  const change = (
    { id: taskId, version }: Task,
    to: { practitionerId?: string; careTeamId?: string; priority?: Priority },
  ) => memberCall('PUT /api/as/:membershipId/tasks/:taskId/owner', { taskId, version, ...to })
  const closure = 'api/as/:membershipId/conversations/:conversationId/closure'
  const shut = (version: number, outcome: Outcome) =>
    memberCall(`PUT /${closure}`, { conversationId, version, outcome })
  /** What was to do is to do again, unless something happened since. */
  const takeBackClosing = (version: number) =>
    memberCall('PUT /api/as/:membershipId/bulk/reopenings', { conversations: [{ conversationId, version }] }).then(
      assertWhole,
    )
  const reopenNow = () => memberCall(`DELETE /${closure}`, { conversationId })

  return {
    isBusy,
    problem,
    clear,
    isMine,
    canClaim: conversation.can.assign && task !== undefined && !isMine && task.status === 'requested',

    claim: () =>
      task &&
      act(
        () => accept(task),
        ({ task: claimed }) => ({ words: t('claimed'), undo: () => release(claimed).finally(again) }),
      ),
    giveBack: () =>
      task &&
      act(
        () => release(task),
        ({ task: returned }) => ({ words: t('returned'), undo: () => accept(returned).finally(again) }),
      ),
    assign: (to: Assignee) =>
      task &&
      act(
        () =>
          change(task, 'practitionerId' in to ? { practitionerId: to.practitionerId } : { careTeamId: to.careTeamId }),
        () => ({ words: t('assigned', { name: to.name }) }),
      ),
    setPriority: (priority: Priority) =>
      task &&
      act(
        () => change(task, { priority }),
        ({ task: changed }) => ({
          words: t(`priority.${priority}`),
          undo: () => change(changed, { priority: task.priority }).finally(again),
        }),
      ),
    /** `versionNow`: where the page is known to be behind. */
    close: (outcome: Outcome, versionNow = async () => conversation.version) =>
      act(
        async () => shut(await versionNow(), outcome),
        ({ version }) => ({ words: t('closed'), undo: () => takeBackClosing(version).finally(again) }),
      ),
    reopen: () =>
      act(reopenNow, ({ version }) => {
        const { outcome } = conversation
        return { words: t('reopened'), ...(outcome && { undo: () => shut(version, outcome).finally(again) }) }
      }),
    fileNow: () =>
      act(
        () =>
          memberCall('POST /api/as/:membershipId/conversations/:conversationId/filings', {
            conversationId,
            filingId: newId(),
          }),
        () => ({ words: t('fileAsked') }),
      ),
  }
}

/** Whose a task is by now, where a refusal says so. */
export function ownerInFacts(problem: ApiProblem): string | null {
  const task = problem.facts['task'] as { owner?: { name?: unknown } | null } | undefined
  return typeof task?.owner?.name === 'string' ? task.owner.name : null
}
