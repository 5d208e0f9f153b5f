import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import type { InputOf } from '../../api/routes.ts'
import { useNavigate } from '../../components/navigation.ts'
import type { ScheduledSend } from '../../conversation/types.ts'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { type Someone, standingRoute } from './standing.ts'

const schedule = 'PUT /api/as/:membershipId/patients/:patientId/scheduled-blocks/:messageId'
const one = 'api/as/:membershipId/scheduled-starts/:messageId'

/** What can be done with a block that the patient has not been told of. */
export function useBlocks({ id: patientId, name }: Someone) {
  const t = useTranslations('staffCapacity.block')
  const done = useTranslations('staffLater.done')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const { tell } = useDone()
  const again = () => readAgain([standingRoute], { patientId })
  const cancel = (messageId: string) => memberCall(`DELETE /${one}`, { messageId }).finally(again)

  return {
    schedule: (block: Omit<InputOf<typeof schedule>, 'membershipId' | 'patientId'>) =>
      memberCall(schedule, { ...block, patientId }, { isRepeatable: true }).finally(again),
    tellScheduled: ({ id }: ScheduledSend) =>
      tell({
        words: t('soon', { name, seconds: String(limits.undoSendMs / 1_000) }),
        // Its words are beside the card again, wherever their author has gone meanwhile.
        undo: () => cancel(id).then(() => navigate(addresses.patient(patientId))),
      }),
    tellBlocked: () => tell({ words: t('done', { name }) }),
    takeBack: async ({ id, state }: ScheduledSend) => {
      await cancel(id)
      tell({ words: done(state === 'waiting' ? 'takenBack' : 'putAway') })
    },
    sendNow: ({ id: messageId }: ScheduledSend) =>
      memberCall(`POST /${one}/sending`, { messageId }, { isRepeatable: true }).finally(again),
    discard: (draftId: string) =>
      memberCall('DELETE /api/as/:membershipId/drafts/:draftId', { draftId }).finally(again),
  }
}
