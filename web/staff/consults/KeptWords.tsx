import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useWritten } from './written.tsx'

/** The words of who was slower than a colleague: they stay on the page until their author puts them away. */
export function KeptWords(): ReactNode {
  const t = useTranslations('staffConsults.kept')
  const [written, setWritten] = useWritten()
  if (written === null || written.isSending || written.text.trim() === '' || written.text === written.was) {
    return null
  }
  return (
    <Notice kind="info" isNew heading={t('title')}>
      <div className="stack">
        <p>{t('lead')}</p>
        <p className="typed" dir="auto">
          {written.text}
        </p>
        <p className="row">
          <Button onClick={() => setWritten(null)}>{t('away')}</Button>
        </p>
      </div>
    </Notice>
  )
}
