import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useConversationAgain, type TakenBackForm, type Worked } from '../desk/use-conversation.ts'
import { useActProblemWords } from '../desk/act-words.ts'
import { useMemberCall, useRead } from '../read.ts'
import { practiceRoute } from '../settings/practice.ts'
import { useAct } from '../use-act.ts'
import { BookForm } from './BookForm.tsx'
import { CoachForm } from './CoachForm.tsx'

/** Gets the focus when something was taken back. */
export const takenBackId = 'taken-back'

/** One's own words with a form of their own that did not go out: to go on with, as they were chosen, or to throw away. */
export function TakenBack({ conversation }: { conversation: Worked }): ReactNode {
  return conversation.work.takenBack.map((held, index) => (
    <One key={held.draftId} conversation={conversation} held={held} {...(index === 0 && { buttonId: takenBackId })} />
  ))
}

type Props = { conversation: Worked; held: TakenBackForm; buttonId?: string }

function One({ conversation, held, buttonId }: Props): ReactNode {
  const t = useTranslations('staffCapacity')
  const memberCall = useMemberCall()
  const again = useConversationAgain(conversation.id)
  const problemWords = useActProblemWords()
  const { run, isBusy, problem } = useAct()
  const [isOpen, setIsOpen] = useState(false)
  const { act, draftId, text } = held
  const words = act === 'coaching' ? 'coach' : 'book'

  return (
    <Notice kind="info" heading={t(`${words}.takenBack`)}>
      <p className="typed" dir="auto">
        {text}
      </p>
      {problem && <p>{problemWords(problem)}</p>}
      <div className="row">
        <Button id={buttonId} onClick={() => setIsOpen(true)}>
          {t('takenBack.goOn')}
        </Button>
        <Button
          look="quiet"
          isBusy={isBusy}
          onClick={() =>
            void run(() => memberCall('DELETE /api/as/:membershipId/drafts/:draftId', { draftId }).finally(again))
          }
        >
          {t('takenBack.discard')}
        </Button>
      </div>
      <Dialog isOpen={isOpen} onClose={() => setIsOpen(false)} title={t(`${words}.title`)}>
        {isOpen && act === 'coaching' && (
          <CoachForm conversation={conversation} held={held} onClose={() => setIsOpen(false)} />
        )}
        {isOpen && act === 'booking' && (
          <BookAgain conversation={conversation} held={held} onClose={() => setIsOpen(false)} />
        )}
      </Dialog>
    </Notice>
  )
}

/** The clinic may have no booking page any more: the words are there, and the server says so when they are sent. */
function BookAgain(props: { conversation: Worked; held: TakenBackForm; onClose: () => void }): ReactNode {
  const { data: practice } = useRead(practiceRoute, {})
  return practice && <BookForm {...props} url={practice.bookingUrl ?? ''} />
}
