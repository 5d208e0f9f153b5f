import { useRef, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { languageTag } from '../../../shared/locales/index.ts'
import { limits } from '../../../shared/limits.ts'
import { newId } from '../../api/new-id.ts'
import type { OutputOf } from '../../api/routes.ts'
import { Button } from '../../components/Button.tsx'
import { Choices } from '../../components/controls.tsx'
import { ErrorSummary } from '../../components/ErrorSummary.tsx'
import { Notice } from '../../components/Notice.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import type { Draft } from '../../conversation/draft.ts'
import { useConversationAgain, type Worked } from '../desk/use-conversation.ts'
import { useScheduled } from '../desk/use-scheduled.ts'
import { useMemberCall, useReadAgain } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useForm } from '../use-form.ts'
import { delegationsRoute, useConsultWrong } from './consults.ts'
import { GoingAlong } from './GoingAlong.tsx'
import { useDraftText } from './use-draft-text.ts'

export type Delegation = OutputOf<typeof delegationsRoute>['items'][number]
type Props = {
  conversation: Worked
  draft: Draft
  uploading: number
  delegations: readonly Delegation[]
  onClose: () => void
}

/** Sends the words of the reply in a clinician's name; where they sign too, it waits with them. */
export function BehalfForm({ conversation, draft, uploading, delegations, onClose }: Props): ReactNode {
  const t = useTranslations('staffConsults.behalf')
  const common = useTranslations('common.buttons')
  const memberCall = useMemberCall()
  const readAgain = useReadAgain()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  const { t: wrong, fieldWrong, refusalWords } = useConsultWrong()
  const form = useForm('behalf', (code, path, limit) =>
    code === 'missing' || code === 'empty'
      ? wrong(path === 'practitionerId' ? 'who' : 'message')
      : fieldWrong(code, limit),
  )
  const ids = useRef({ consultId: newId(), messageId: newId() })
  const [who, setWho] = useState<string | null>(
    delegations.length === 1 ? (delegations[0]?.practitioner.id ?? null) : null,
  )
  const [text, setText] = useDraftText(draft)
  const { patient } = conversation.work
  const scheduled = useScheduled(conversation)
  const signs = delegations.find(({ practitioner }) => practitioner.id === who)?.needsCoSign
  const letter = () => ({
    messageId: ids.current.messageId,
    text,
    attachmentIds: draft.snapshot().files.map(({ id }) => id),
    isImportant: draft.snapshot().isImportant,
  })

  async function send(): Promise<void> {
    const missing = [
      ...(who === null ? [{ path: 'practitionerId', code: 'missing' }] : []),
      ...(text.trim() === '' ? [{ path: 'text', code: 'empty' }] : []),
      ...(uploading > 0 ? [{ path: 'text', code: 'wait-for-files' }] : []),
    ]
    const done = await form.run(missing, async () => {
      try {
        return await draft.whileHeld(async () => {
          if (signs === false) {
            return { scheduled: await scheduled.schedule(letter(), { onBehalfOfId: who ?? '' }, draft.snapshot().id) }
          }
          // What they let go out without signing meanwhile is sent as above, so that it can be taken back.
          return memberCall(
            'POST /api/as/:membershipId/conversations/:conversationId/messages-on-behalf',
            {
              ...ids.current,
              conversationId: conversation.id,
              practitionerId: who ?? '',
              text,
              attachmentIds: letter().attachmentIds,
              isImportant: draft.snapshot().isImportant,
              seenSequence: conversation.allMessages.at(-1)?.sequence ?? 0,
              ...(draft.isOnServer() && { draftId: draft.snapshot().id }),
              isToBeSigned: true,
            },
            { isRepeatable: true },
          )
        })
      } finally {
        await Promise.all([again(), readAgain([delegationsRoute])])
      }
    })
    if (done) {
      draft.startAgain()
      if ('scheduled' in done) {
        scheduled.tellScheduled(done.scheduled)
      } else {
        tell({
          words: done.consult ? t('waits', { name: done.consult.asked.name }) : t('sent', { name: patient.name }),
        })
      }
      onClose()
    }
  }

  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <ErrorSummary errors={form.errors} />
      {form.problem && (
        <Notice kind="urgent" isNew>
          {form.problem.status === 403 ? wrong('may-not') : refusalWords(form.problem)}
        </Notice>
      )}
      <Choices
        id={form.id('practitionerId')}
        name="behalf-of"
        label={t('who')}
        error={form.error('practitionerId')}
        value={who}
        onChange={setWho}
        options={delegations.map(({ practitioner, needsCoSign }) => ({
          value: practitioner.id,
          label: practitioner.name,
          hint: needsCoSign ? t('signs') : t('atOnce'),
        }))}
      />
      <TextArea
        id={form.id('text')}
        lang={languageTag(patient.language)}
        label={t('text', { name: patient.name })}
        error={form.error('text') ?? form.error('draftId') ?? form.error('attachmentIds')}
        rows={6}
        limits={{ characters: limits.messageCharacters }}
        value={text}
        onChange={setText}
      />
      <GoingAlong attachments={draft.snapshot().files} />
      <div className="row">
        <Button type="submit" look="primary" isBusy={form.isBusy}>
          {t('send')}
        </Button>
        <Button onClick={onClose}>{common('cancel')}</Button>
      </div>
    </form>
  )
}
