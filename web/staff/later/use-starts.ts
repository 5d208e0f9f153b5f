import { useTranslations } from 'use-intl'
import { limits } from '../../../shared/limits.ts'
import type { InputOf, OutputOf } from '../../api/routes.ts'
import { useNavigate } from '../../components/navigation.ts'
import { useTimeWords } from '../../components/Time.tsx'
import type { ScheduledSend } from '../../conversation/types.ts'
import { useAddresses } from '../membership.tsx'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'

export const startsRoute = 'GET /api/as/:membershipId/patients/:patientId/scheduled-starts'
const draftsRoute = 'GET /api/as/:membershipId/drafts'
const one = 'api/as/:membershipId/scheduled-starts/:messageId'
export type Start = OutputOf<typeof startsRoute>['items'][number]
type Letter = Omit<InputOf<`PUT /${typeof one}`>, 'membershipId'>

/** What can be done with first messages on their way out to a patient. */
export function useStarts({ id: patientId, name }: { id: string; name: string }) {
  const t = useTranslations('staffLater.done')
  const write = useTranslations('staffPeople.write')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const timeWords = useTimeWords()
  const navigate = useNavigate()
  const addresses = useAddresses()
  const { tell } = useDone()

  async function again(): Promise<void> {
    await Promise.all([
      readAgain([startsRoute], { patientId }),
      readAgain(['GET /api/as/:membershipId/scheduled-sends', draftsRoute]),
    ])
  }
  const cancel = (messageId: string) => memberCall(`DELETE /${one}`, { messageId }).finally(again)

  return {
    /** Puts it off: until it cannot be taken back any more, or as long as its author says. */
    schedule: (letter: Letter) => memberCall(`PUT /${one}`, letter, { isRepeatable: true }).finally(() => void again()),
    tellScheduled: ({ id, isUndo, sendAt }: ScheduledSend) => {
      const seconds = String(limits.undoSendMs / 1_000)
      tell({
        words: isUndo ? t('soon', { name, seconds }) : t('at', { name, when: timeWords(sendAt) }),
        // Its words are in the form again, wherever their author has gone meanwhile.
        undo: () => cancel(id).then(() => navigate(addresses.writeTo(patientId))),
      })
    },
    tellSent: () => tell({ words: write('sent', { name }) }),
    takeBack: async ({ id, state }: ScheduledSend) => {
      await cancel(id)
      tell({ words: t(state === 'waiting' ? 'takenBack' : 'putAway') })
    },
    sendNow: ({ id: messageId }: ScheduledSend) =>
      memberCall(`POST /${one}/sending`, { messageId }, { isRepeatable: true }).finally(again),
    /** The draft that what waits no more is again; null when it has gone out. */
    readDraftId: async () => {
      const [{ items }] = await Promise.all([memberCall(draftsRoute, {}), again()])
      const draft = items.find((one) => one.patientId === patientId && one.conversationId === null && one.mode !== null)
      return draft?.id ?? null
    },
  }
}
