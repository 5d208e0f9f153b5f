import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { Outcome } from '../../../shared/conversation.ts'
import { ApiProblem } from '../../api/problem.ts'
import { Button } from '../../components/Button.tsx'
import { Checkbox } from '../../components/controls.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Composer } from '../../conversation/Composer.tsx'
import { messageFieldIds } from '../../conversation/MessageFields.tsx'
import type { Sent } from '../../conversation/types.ts'
import { ConsultActs, type ConsultDialog, ConsultDialogs } from '../consults/ConsultActs.tsx'
import { useInsertText } from '../insert/use-insert-text.tsx'
import { useMembership } from '../membership.tsx'
import { useMemberCall } from '../read.ts'
import { useDone } from '../undo.tsx'
import { OutcomeDialog } from './CloseDialog.tsx'
import { useConversationAgain, type Worked } from './use-conversation.ts'
import { useConversationActs } from './use-conversation-acts.ts'

export const replyId = messageFieldIds.text

/** The answer, at the end of the letters; or why there can be none. */
export function Reply({ conversation, onWriting }: { conversation: Worked; onWriting: () => void }): ReactNode {
  const t = useTranslations('staff.reply')
  const { id: membershipId } = useMembership()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  const [isAsking, setIsAsking] = useState(false)
  /** Of one answer in one conversation: the next begins without it. */
  const [importantIn, setImportantIn] = useState<string | null>(null)
  const isImportant = importantIn === conversation.id
  const [consult, setConsult] = useState<ConsultDialog>(null)
  const { work, can } = conversation
  const insertText = useInsertText({ patientId: work.patient.id, topicId: conversation.topicId })

  if (!can.reply) {
    return <Notice kind="info">{work.isRestricted ? t('restricted') : t('cannot')}</Notice>
  }
  return (
    <section className="sheet reply screen-only" aria-labelledby="reply">
      <h2 className="visually-hidden" id="reply">
        {t('heading')}
      </h2>
      <Composer
        key={conversation.id}
        membershipId={membershipId}
        conversation={conversation}
        seenSequence={conversation.allMessages.at(-1)?.sequence ?? 0}
        label={t('title', { name: work.patient.name })}
        hint={<Hint conversation={conversation} />}
        rows={5}
        hasSendKey
        onWriting={onWriting}
        onInput={insertText.onInput}
        isImportant={isImportant}
        tools={
          <>
            {insertText.tools}
            <Checkbox
              label={t('important')}
              checked={isImportant}
              onChange={(event) => setImportantIn(event.target.checked ? conversation.id : null)}
            />
          </>
        }
        onMovedOn={again}
        onSent={() => {
          setImportantIn(null)
          tell({ words: t('sent', { name: work.patient.name }) })
          void again()
        }}
        renderActions={({ isSending }) => (
          <>
            <Button isBusy={isSending} onClick={() => setIsAsking(true)}>
              {t('sendAndClose')}
            </Button>
            <ConsultActs conversation={conversation} onOpen={setConsult} />
          </>
        )}
        renderBeside={({ send, draft }) => (
          <>
            <SendAndClose
              conversation={conversation}
              send={send}
              isOpen={isAsking}
              onClose={() => setIsAsking(false)}
            />
            <ConsultDialogs
              conversation={conversation}
              draft={draft}
              dialog={consult}
              onClose={() => setConsult(null)}
            />
          </>
        )}
      />
      {insertText.dialog}
    </section>
  )
}

/** What the writer should know of the reader. */
function Hint({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staff.reply')
  const { work, status, mode } = conversation
  const hints = [
    t(`language.${work.patient.language}`),
    ...(mode === 'one-way' ? [t('oneWay')] : []),
    ...(status === 'closed' ? [t('reopens')] : []),
    ...(work.patient.hasAccount ? [] : [t('noAccount')]),
  ]
  return hints.join(' ')
}

/** Sends, then closes as the sender says, unless something newer came that nobody has read; then the page says that it is open. */
function SendAndClose(props: {
  conversation: Worked
  send: () => Promise<Sent | null>
  isOpen: boolean
  onClose: () => void
}): ReactNode {
  const t = useTranslations('staff.reply')
  const memberCall = useMemberCall()
  const acts = useConversationActs(props.conversation)
  const { tell } = useDone()
  const { id: conversationId } = props.conversation

  async function sendAndClose(outcome: Outcome): Promise<boolean> {
    const sent = await props.send()
    if (sent && !(await acts.close(outcome, () => versionAfter(sent)))) {
      tell({ words: t('sentStillOpen', { name: props.conversation.work.patient.name }) })
    }
    // Whatever kept it from being sent is told beside the words.
    return true
  }

  async function versionAfter({ message }: Sent): Promise<number> {
    const route = 'GET /api/as/:membershipId/conversations/:conversationId'
    const { version, messages } = await memberCall(route, { conversationId })
    if (messages.at(-1)?.id !== message.id) {
      throw new ApiProblem(409, 'changed-meanwhile')
    }
    return version
  }

  return (
    <OutcomeDialog
      isOpen={props.isOpen}
      onClose={props.onClose}
      title={t('sendAndClose')}
      confirm={t('sendAndClose')}
      busy={t('sending')}
      problem={null}
      onChosen={sendAndClose}
    />
  )
}
