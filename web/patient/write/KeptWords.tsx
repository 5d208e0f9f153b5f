import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Notice } from '../../components/Notice.tsx'

/** Words that cannot be sent for now, to be read and copied; nothing while there are none. */
export function KeptWords({ text }: { text: string }): ReactNode {
  const t = useTranslations('patientWriting')
  return (
    text.trim() !== '' && (
      <Notice kind="info" heading={t('kept')}>
        <p className="typed" dir="auto">
          {text}
        </p>
        <p>{t('keptWhere')}</p>
      </Notice>
    )
  )
}
