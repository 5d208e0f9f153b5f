import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import './SkipLink.css'

/** The first stop of the keyboard: past the header, to `<main id="main">`. */
export function SkipLink(): ReactNode {
  const t = useTranslations('common')
  return (
    <a className="skip-link" href="#main">
      {t('skipToContent')}
    </a>
  )
}
