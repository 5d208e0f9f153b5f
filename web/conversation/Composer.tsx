import type { InputEvent, ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../components/Button.tsx'
import { MessageFields } from './MessageFields.tsx'
import { fieldErrors, SendProblems } from './SendProblems.tsx'
import type { Draft } from './draft.ts'
import type { Conversation } from './types.ts'
import { useDraft } from './use-draft.ts'
import { useDraftFiles } from './use-draft-files.ts'
import { type SendHow, useSend } from './use-send.ts'

type Send<Answer> = (how?: SendHow) => Promise<Answer | null>
type Props<Answer> = {
  membershipId: string
  conversation: Pick<Conversation, 'id' | 'draft' | 'limits'>
  /** Makes the call; the ids in the letter are the same for every try. */
  post: Parameters<typeof useSend<Answer>>[0]['post']
  label: ReactNode
  hint?: ReactNode
  rows?: number
  onSent: (sent: Answer) => void
  /** The page says itself what became of it. */
  isQuiet?: boolean
  /** Reads the conversation anew, so that the writer sees what came meanwhile. */
  onMovedOn: () => Promise<unknown>
  /** Words of the page's own for refusals that only it can explain. */
  explain?: Parameters<typeof useSend<Answer>>[0]['explain']
  onWriting?: () => void
  /** Ctrl or Cmd with Enter sends: for people who write all day. */
  hasSendKey?: boolean
  onInput?: (event: InputEvent<HTMLTextAreaElement>) => void
  /** Stands between the words and the files. */
  tools?: ReactNode
  /** What can be said of the words, kept with them. */
  renderMark?: (mark: { isImportant: boolean; mark: (isImportant: boolean) => void }) => ReactNode
  /** Buttons beside "Send". */
  renderActions?: (more: { isSending: boolean }) => ReactNode
  /** What stands outside the form and sends too: a dialog with a form of its own. */
  renderBeside?: (more: { send: Send<Answer>; draft: Draft; uploading: number }) => ReactNode
}

/** Writes and sends an answer in a conversation. Give it the conversation's id as `key`. */
export function Composer<Answer>(props: Props<Answer>): ReactNode {
  const t = useTranslations('conversation.compose')
  const { membershipId, conversation, onSent } = props
  const { draft, now } = useDraft({ membershipId, conversationId: conversation.id }, conversation.draft)
  const draftFiles = useDraftFiles(membershipId, draft, now)
  const { send, isSending, problem } = useSend({
    draft,
    limits: conversation.limits,
    uploading: draftFiles.uploading,
    post: props.post,
    onMovedOn: props.onMovedOn,
    explain: props.explain,
    isQuiet: props.isQuiet ?? false,
  })

  async function submit(): Promise<void> {
    const sent = isSending ? null : await send()
    if (sent) {
      onSent(sent)
    }
  }

  return (
    <>
      <form
        className="composer stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <SendProblems problem={problem} />
        <MessageFields
          draft={draft}
          now={now}
          draftFiles={draftFiles}
          limits={conversation.limits}
          label={props.label}
          hint={props.hint}
          rows={props.rows ?? 6}
          errors={fieldErrors(problem)}
          onWriting={props.onWriting}
          onInput={props.onInput}
          tools={
            <>
              {props.tools}
              {props.renderMark?.({
                isImportant: now.isImportant,
                mark: (isImportant) => draft.change({ isImportant }),
              })}
            </>
          }
          onKeyDown={(event) => {
            if (props.hasSendKey && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault()
              void submit()
            }
          }}
        />
        <div className="row">
          <Button type="submit" look="primary" isBusy={isSending} busyLabel={t('sending')}>
            {t('send')}
          </Button>
          {props.renderActions?.({ isSending })}
        </div>
      </form>
      {props.renderBeside?.({ send, draft, uploading: draftFiles.uploading })}
    </>
  )
}
