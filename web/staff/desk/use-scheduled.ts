import { useTranslations } from 'use-intl'
import type { CoachingKind } from '../../../shared/capacity.ts'
import { limits } from '../../../shared/limits.ts'
import { useTimeWords } from '../../components/Time.tsx'
import type { ScheduledSend } from '../../conversation/types.ts'
import type { SendHow } from '../../conversation/use-send.ts'
import { standingRoute } from '../capacity/standing.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useConversationAgain, type Worked } from './use-conversation.ts'

type Letter = { messageId: string; text: string; attachmentIds: string[]; isImportant?: boolean }
/** What is sent, when it is more than an answer. */
type More = {
  coaching?: CoachingKind
  isBooking?: boolean
  consultId?: string
  onBehalfOfId?: string
}

/** What can be done with answers on their way out of a conversation. */
export function useScheduled(conversation: Worked) {
  const t = useTranslations('staffLater.done')
  const reply = useTranslations('staff.reply')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const timeWords = useTimeWords()
  const { tell } = useDone()
  const again = useConversationAgain(conversation.id)
  const { id: conversationId } = conversation
  const { name } = conversation.work.patient
  const one = 'api/as/:membershipId/conversations/:conversationId/scheduled-sends/:messageId'
  const cancel = (messageId: string) => memberCall(`DELETE /${one}`, { conversationId, messageId })

  return {
    /** Puts an answer off: until it cannot be taken back any more, or as long as its author says. */
    schedule: (letter: Letter, how: SendHow & More, draftId: string) => {
      const seenSequence = conversation.allMessages.at(-1)?.sequence ?? 0
      const { messageId, text, attachmentIds, isImportant = false } = letter
      const going = { conversationId, messageId, text, attachmentIds, draftId, seenSequence, isImportant, ...how }
      return memberCall(`PUT /${one}`, going, { isRepeatable: true })
    },
    tellScheduled: ({ id, isUndo, sendAt }: ScheduledSend) => {
      const seconds = String(limits.undoSendMs / 1_000)
      tell({
        words: isUndo ? t('soon', { name, seconds }) : t('at', { name, when: timeWords(sendAt) }),
        undo: () => cancel(id).finally(again),
      })
    },
    tellSent: () => {
      tell({ words: reply('sent', { name }) })
      // Words on how messages are used are counted once they are sent.
      void readAgain([standingRoute], { patientId: conversation.work.patient.id })
    },
    sendNow: async (messageId: string) => {
      try {
        await memberCall(`POST /${one}/sending`, { conversationId, messageId }, { isRepeatable: true })
      } finally {
        await again()
      }
    },
    takeBack: async (send: ScheduledSend) => {
      try {
        await cancel(send.id)
        tell({
          words: send.state === 'waiting' ? t(send.act === 'approval' ? 'openAgain' : 'takenBack') : t('putAway'),
        })
      } finally {
        await again()
      }
    },
  }
}
