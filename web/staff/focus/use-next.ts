import { useState } from 'react'
import { useNavigate } from '../../components/navigation.ts'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useAct, type Act } from '../use-act.ts'
import { useRound } from './use-round.ts'

/** Goes to the next one; with none, to the round's page, which says what was done. `left` is what others have open then. */
export function useNext(): { next: () => Promise<void>; left: number | null } & Pick<Act, 'isBusy' | 'problem'> {
  const memberCall = useMemberCall()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const readAgain = useReadAgain()
  const { begin } = useRound()
  const { run, isBusy, problem } = useAct()
  const [left, setLeft] = useState<number | null>(null)

  async function next(): Promise<void> {
    const since = begin()
    const answer = await run(() => memberCall('POST /api/as/:membershipId/focus/next', { since }))
    if (answer?.next) {
      const { taskId, conversationId } = answer.next
      navigate(addresses.focusOn(taskId, conversationId, answer.left))
    } else if (answer) {
      setLeft(answer.left)
      await readAgain(['GET /api/as/:membershipId/focus/round'])
      navigate(addresses.focus)
    }
  }
  return { next, left, isBusy, problem }
}
