import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { UsageActs } from '../capacity/UsageActs.tsx'
import { useActProblemWords } from './act-words.ts'
import { Defer } from './Defer.tsx'
import { FollowUp } from './FollowUp.tsx'
import { MergeAct } from './MergeDialog.tsx'
import { MoveTopic } from './MoveTopic.tsx'
import { SplitAct } from './SplitDialog.tsx'
import { mainTask, type Worked } from './use-conversation.ts'
import type { ConversationActs } from './use-conversation-acts.ts'

type Props = {
  conversation: Worked
  acts: ConversationActs
  onDialog: (dialog: 'assign' | 'close') => void
}

/** What may be done now, as the server says; each with its key. */
export function Acts({ conversation, acts, onDialog }: Props): ReactNode {
  const t = useTranslations('staff.acts')
  const problemWords = useActProblemWords()
  const { can } = conversation
  const task = mainTask(conversation)
  const other = task?.priority === 'urgent' ? 'routine' : 'urgent'
  return (
    <>
      <fieldset className="desk-acts screen-only" aria-label={t('label')}>
        {acts.canClaim && (
          <Button look="primary" onClick={() => void acts.claim()} aria-keyshortcuts="c">
            {t('claim')}
          </Button>
        )}
        {acts.isMine && <Button onClick={() => void acts.giveBack()}>{t('giveBack')}</Button>}
        {can.assign && task && (
          <>
            <Button onClick={() => onDialog('assign')} aria-keyshortcuts="a">
              {t('assign')}
            </Button>
            <Button onClick={() => void acts.setPriority(other)}>{t(`make.${other}`)}</Button>
          </>
        )}
        <Defer conversation={conversation} />
        <FollowUp conversation={conversation} />
        <MoveTopic conversation={conversation} />
        <MergeAct conversation={conversation} />
        <SplitAct conversation={conversation} />
        {can.close && (
          <Button onClick={() => onDialog('close')} aria-keyshortcuts="e">
            {t('close')}
          </Button>
        )}
        {can.reply && <UsageActs conversation={conversation} />}
        {can.reopen && <Button onClick={() => void acts.reopen()}>{t('reopen')}</Button>}
      </fieldset>
      {acts.problem && (
        <Notice kind="urgent" isNew heading={t('refused')}>
          {problemWords(acts.problem)}
        </Notice>
      )}
    </>
  )
}
