import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Page } from '../../components/Page.tsx'
import { inOrder } from '../../conversation/merged.ts'
import { useSplitLetters } from '../../conversation/split.ts'
import { Thread } from '../../conversation/Thread.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { StandingIfAny } from '../capacity/Standing.tsx'
import { ConsultPanel } from '../consults/ConsultPanel.tsx'
import { useShortcuts } from '../keys/shortcuts.ts'
import { useMembership } from '../membership.tsx'
import { useYearsWords } from '../queue/due.ts'
import { Acts } from './Acts.tsx'
import { AssignDialog } from './AssignDialog.tsx'
import { CloseDialog } from './CloseDialog.tsx'
import { Facts } from './Facts.tsx'
import { Filing } from './Filing.tsx'
import { History } from './History.tsx'
import { Labels } from './Labels.tsx'
import { Merged } from './Merged.tsx'
import { NoticesSent } from './NoticeList.tsx'
import { Notes } from './Notes.tsx'
import { PatientCard } from './PatientCard.tsx'
import { Present } from './Present.tsx'
import { Reply, replyId } from './Reply.tsx'
import { SplitNotices } from './SplitNotices.tsx'
import { Tasks } from './Tasks.tsx'
import { isOpen, mainTask, useConversationAgain, type Worked } from './use-conversation.ts'
import { useConversationActs } from './use-conversation-acts.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useParts } from './use-parts.ts'
import { usePresence } from './use-presence.ts'

type Props = {
  conversation: Worked
  back: { to: string; label: string }
  foundMessageId?: string | undefined
  older: { show: () => void; isReading: boolean } | undefined
}

/** One conversation to work on: whose it is and about what, what can be done, the words, the answer, and what stands beside. */
export function Desk({ conversation, back, foundMessageId, older }: Props): ReactNode {
  const t = useTranslations('staff.desk')
  const { language } = useLanguage()
  const { id: membershipId, practice } = useMembership()
  const yearsWords = useYearsWords()
  const readAgain = useConversationAgain(conversation.id)
  const acts = useConversationActs(conversation)
  const [dialog, setDialog] = useState<'assign' | 'close' | null>(null)
  const onWriting = usePresence(conversation.id)
  useMarkRead({
    id: conversation.id,
    sequence: conversation.allMessages.at(-1)?.sequence ?? 0,
    isRestricted: conversation.work.isRestricted,
  })
  const { readParts, ...merged } = useParts(conversation)
  const { work, can } = conversation
  const withSplits = useSplitLetters(conversation)
  const task = mainTask(conversation)
  // Whom to call stands before the words; that an answer is owed, the words say themselves.
  const hasCall = work.tasks.some((one) => isOpen(one) && one.kind === 'contact-patient')

  useDeskKeys({ conversation, acts, open: setDialog })

  return (
    <Page
      title={t('title', { patient: work.patient.name, topic: conversation.topic[language] })}
      heading={
        <>
          {work.patient.name} <span className="desk-age">{yearsWords(work.patient.birthDate)}</span>
        </>
      }
      back={back}
    >
      <Facts conversation={conversation} />
      <Acts conversation={conversation} acts={acts} onDialog={setDialog} />
      <Merged conversation={conversation} {...merged} />
      <SplitNotices conversation={conversation} />
      <Present present={work.present} />
      <ConsultPanel conversation={conversation} />
      <div className="desk-columns">
        <div className="desk-beside">
          <PatientCard patient={work.patient} />
          <StandingIfAny patient={work.patient} />
          {hasCall && <Tasks conversation={conversation} />}
        </div>
        <div className="desk-words stack">
          <Thread
            membershipId={membershipId}
            conversationId={conversation.id}
            messages={withSplits(inOrder(conversation.allMessages, conversation.hasOlder, merged.parts, language))}
            side="clinic"
            clinic={practice.name}
            older={older}
            foundMessageId={foundMessageId}
            isRestricted={work.isRestricted}
            onWithdrawn={can.reply ? () => void Promise.all([readAgain(), readParts()]) : undefined}
          />
          <Reply conversation={conversation} onWriting={onWriting} />
        </div>
        <div className="desk-behind">
          {!hasCall && <Tasks conversation={conversation} />}
          <Labels conversation={conversation} />
          <Notes conversation={conversation} parts={merged.parts} onWriting={onWriting} />
          <Filing conversation={conversation} acts={acts} />
          {!hasCall && <NoticesSent conversationId={conversation.id} />}
          <History conversation={conversation} />
        </div>
      </div>
      {task && <AssignDialog task={task} isOpen={dialog === 'assign'} onClose={() => setDialog(null)} acts={acts} />}
      <CloseDialog
        isOwed={task !== undefined || merged.parts.some(({ work: its }) => its?.tasks.some(isOpen))}
        isOpen={dialog === 'close'}
        onClose={() => setDialog(null)}
        acts={acts}
      />
    </Page>
  )
}

function useDeskKeys(desk: {
  conversation: Worked
  acts: ReturnType<typeof useConversationActs>
  open: (dialog: 'assign' | 'close') => void
}): void {
  const t = useTranslations('staff.keys')
  const { conversation, acts, open } = desk
  const { can } = conversation
  const task = mainTask(conversation)
  const focusOn = (id: string) => () => document.getElementById(id)?.focus()
  useShortcuts([
    ...(can.reply ? [{ keys: 'r', label: t('reply'), run: focusOn(replyId) }] : []),
    ...(can.note ? [{ keys: 'n', label: t('note'), run: focusOn('note-text') }] : []),
    ...(can.assign && task ? [{ keys: 'a', label: t('assign'), run: () => open('assign') }] : []),
    ...(can.close ? [{ keys: 'e', label: t('close'), run: () => open('close') }] : []),
    ...(can.file ? [{ keys: 'f', label: t('file'), run: () => void acts.fileNow() }] : []),
    ...(acts.canClaim ? [{ keys: 'c', label: t('claim'), run: () => void acts.claim() }] : []),
  ])
}
