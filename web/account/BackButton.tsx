import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../components/Button.tsx'

/** Back to the question before, within one address. */
export function BackButton({ onBack }: { onBack: () => void }): ReactNode {
  const t = useTranslations('common.buttons')
  return (
    <Button look="quiet" onClick={onBack}>
      {t('back')}
    </Button>
  )
}
