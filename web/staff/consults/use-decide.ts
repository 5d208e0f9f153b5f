import { useRef } from 'react'
import { useTranslations } from 'use-intl'
import { newId } from '../../api/new-id.ts'
import type { SendHow } from '../../conversation/use-send.ts'
import { useConversationAgain, type Worked } from '../desk/use-conversation.ts'
import { useScheduled } from '../desk/use-scheduled.ts'
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
    approve: (how: SendHow = {}) => run(() => send({ decision: 'approve', ...how })),
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
  const { schedule, tellScheduled } = useScheduled(conversation)
  // Of one decision: the same for every try of it.
  const ids = useRef({ messageId: newId(), draftId: newId() })

  /** To the patient it waits as every answer does, and can be taken back. */
  async function putOff(text: string, how: SendHow): Promise<void> {
    const { messageId, draftId } = ids.current
    const held = await schedule({ messageId, text, attachmentIds: [] }, { ...how, consultId: consult.id }, draftId)
    ids.current = { messageId: newId(), draftId: newId() }
    tellScheduled(held)
  }

  return async ({ decision, text, ...how }: { decision: 'approve' | 'edit' | 'return'; text?: string } & SendHow) => {
    try {
      if (decision !== 'return') {
        await putOff(decision === 'approve' ? (consult.proposal ?? '') : (text ?? ''), how)
        return true
      }
      const answer = await memberCall(
        `PUT ${route}/decision`,
        {
          decision,
          ...(text !== undefined && { text }),
          conversationId: conversation.id,
          consultId: consult.id,
          seenSequence: conversation.allMessages.at(-1)?.sequence ?? 0,
        },
        { isRepeatable: true },
      )
      if (answer.consult.status === 'returned') {
        tell({ words: t('returned', { name: consult.askedBy.name }) })
      }
      return true
    } finally {
      await again()
    }
  }
}
