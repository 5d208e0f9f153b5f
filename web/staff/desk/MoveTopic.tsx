import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useLanguage } from '../../i18n/LanguageProvider.tsx'
import { Answered } from '../Answered.tsx'
import { ActMenu } from '../keys/Palette.tsx'
import { useMemberCall, useRead } from '../read.ts'
import { useDone } from '../undo.tsx'
import { useAct } from '../use-act.ts'
import { useActProblemWords } from './act-words.ts'
import { useConversationAgain, type Worked } from './use-conversation.ts'

/** Says that the conversation is about something else, and can be taken back. */
export function MoveTopic({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staffMoveTopic')
  const { language } = useLanguage()
  const problemWords = useActProblemWords()
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversation.id)
  const { tell } = useDone()
  const { run, isBusy, problem, clear } = useAct()
  const [isChoosing, setIsChoosing] = useState(false)
  const { id: conversationId, topicId: earlierId } = conversation

  const put = (topicId: string, version: number) =>
    memberCall('PUT /api/as/:membershipId/conversations/:conversationId/topic', { conversationId, topicId, version })

  async function move(topicId: string, name: string): Promise<void> {
    setIsChoosing(false)
    await run(async () => {
      try {
        const { version } = await put(topicId, conversation.version)
        tell({ words: t('moved', { name }), undo: () => put(earlierId, version).finally(again) })
      } finally {
        await again()
      }
    })
  }

  if (!conversation.can.assign || conversation.status === 'closed') {
    return null
  }
  return (
    <>
      <Button
        isBusy={isBusy}
        onClick={() => {
          clear()
          setIsChoosing(true)
        }}
      >
        {t('act')}
      </Button>
      {problem && (
        <Notice kind="urgent" isNew>
          {problemWords(problem)}
        </Notice>
      )}
      <Dialog isOpen={isChoosing} onClose={() => setIsChoosing(false)} title={t('title')}>
        <p>{t('stays', { name: conversation.topic[language] })}</p>
        {isChoosing && <Topics besides={earlierId} onChoose={(topicId, name) => void move(topicId, name)} />}
      </Dialog>
    </>
  )
}

function Topics(props: { besides: string; onChoose: (topicId: string, name: string) => void }): ReactNode {
  const t = useTranslations('staffMoveTopic')
  const { language } = useLanguage()
  const topics = useRead('GET /api/as/:membershipId/topics', {})
  if (topics.error && !topics.data) {
    return <Answered answer={topics}>{() => null}</Answered>
  }
  const others = topics.data?.items.filter(({ id }) => id !== props.besides) ?? []
  return (
    <ActMenu
      label={t('search')}
      items={others.map(({ id, name }) => ({ id, label: name[language] }))}
      isReading={topics.data === undefined}
      onChoose={(topicId) => props.onChoose(topicId, others.find(({ id }) => id === topicId)?.name[language] ?? '')}
    />
  )
}
