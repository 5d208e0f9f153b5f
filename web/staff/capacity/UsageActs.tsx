import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import type { Worked } from '../desk/use-conversation.ts'
import { useRead } from '../read.ts'
import { practiceRoute } from '../settings/practice.ts'
import { BookForm } from './BookForm.tsx'
import { CoachForm } from './CoachForm.tsx'

/** Answers on how messages are meant to be used, and to where visits are booked. */
export function UsageActs({ conversation }: { conversation: Worked }): ReactNode {
  const t = useTranslations('staffCapacity')
  const { data: practice } = useRead(practiceRoute, {})
  const [dialog, setDialog] = useState<'coach' | 'book' | null>(null)
  const close = () => setDialog(null)
  const url = practice?.bookingUrl ?? null
  return (
    <>
      <Button onClick={() => setDialog('coach')}>{t('coach.open')}</Button>
      {url !== null && conversation.can.close && <Button onClick={() => setDialog('book')}>{t('book.open')}</Button>}
      <Dialog isOpen={dialog === 'coach'} onClose={close} title={t('coach.title')}>
        {dialog === 'coach' && <CoachForm conversation={conversation} onClose={close} />}
      </Dialog>
      <Dialog isOpen={dialog === 'book'} onClose={close} title={t('book.title')}>
        {dialog === 'book' && url !== null && <BookForm conversation={conversation} url={url} onClose={close} />}
      </Dialog>
    </>
  )
}
