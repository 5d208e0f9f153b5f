import { useTranslations } from 'use-intl'
import { useConversationAgain, type Worked } from '../desk/use-conversation.ts'
import { useMemberCall } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import type { Consult } from './consults.ts'

const route = '/api/as/:membershipId/conversations/:conversationId/consults/:consultId'

/** Decides in one step, or takes the question back; whatever came of it, the page then shows how things stand. */
export function useDecide(conversation: Worked, consult: Consult) {
  const t = useTranslations('staffConsults.panel')
  const send = useDecision(conversation, consult)
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  const { run, isBusy, problem } = useAct()
  const ids = { conversationId: conversation.id, consultId: consult.id }
  return {
    isBusy,
    problem,
    approve: () => run(() => send({ decision: 'approve' })),
    withdraw: () =>
      run(async () => {
        try {
          await memberCall(`DELETE ${route}`, ids)
          tell({ words: t('withdrawn') })
        } finally {
          await again()
        }
      }),
  }
}

/** Makes the call with what is on the page: a letter that nobody has read yet holds it back. */
export function useDecision(conversation: Worked, consult: Consult) {
  const t = useTranslations('staffConsults.panel')
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  return async (decision: { decision: 'approve' | 'edit' | 'return'; text?: string }) => {
    try {
      const answer = await memberCall(
        `PUT ${route}/decision`,
        {
          ...decision,
          conversationId: conversation.id,
          consultId: consult.id,
          seenSequence: conversation.allMessages.at(-1)?.sequence ?? 0,
        },
        { isRepeatable: true },
      )
      const { status } = answer.consult
      if (status === 'approved' || status === 'edited' || status === 'returned') {
        tell({ words: t(status, { name: consult.askedBy.name }) })
      }
      return answer
    } finally {
      await again()
    }
  }
}
