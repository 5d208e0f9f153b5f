import { useTranslations } from 'use-intl'
import type { InputOf, OutputOf } from '../../api/routes.ts'
import { useTimeWords } from '../../components/Time.tsx'
import type { ScheduledSend } from '../../conversation/types.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'

export const startsRoute = 'GET /api/as/:membershipId/patients/:patientId/scheduled-starts'
const one = 'api/as/:membershipId/scheduled-starts/:messageId'
export type Start = OutputOf<typeof startsRoute>['items'][number]
type Letter = Omit<InputOf<`PUT /${typeof one}`>, 'membershipId'>

/** What can be done with first messages on their way out to a patient. */
export function useStarts({ id: patientId, name }: { id: string; name: string }) {
  const t = useTranslations('staffLater.done')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const timeWords = useTimeWords()
  const { tell } = useDone()

  async function again(): Promise<void> {
    await Promise.all([
      readAgain([startsRoute], { patientId }),
      readAgain(['GET /api/as/:membershipId/scheduled-sends', 'GET /api/as/:membershipId/drafts']),
    ])
  }
  const cancel = (messageId: string) => memberCall(`DELETE /${one}`, { messageId }).finally(again)

  return {
    schedule: (letter: Letter) => memberCall(`PUT /${one}`, letter, { isRepeatable: true }).finally(again),
    tellScheduled: ({ id, sendAt }: ScheduledSend) =>
      tell({ words: t('at', { name, when: timeWords(sendAt) }), undo: () => cancel(id) }),
    takeBack: async ({ id, state }: ScheduledSend) => {
      await cancel(id)
      tell({ words: t(state === 'waiting' ? 'takenBack' : 'putAway') })
    },
    sendNow: ({ id: messageId }: ScheduledSend) =>
      memberCall(`POST /${one}/sending`, { messageId }, { isRepeatable: true }).finally(again),
  }
}
