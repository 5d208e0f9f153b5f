import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { NotFound } from '../components/Failure.tsx'
import { Frame } from '../components/Frame.tsx'
import { LanguageSwitch } from '../components/LanguageSwitch.tsx'
import { Link } from '../components/Link.tsx'

/** The clinic's application. */
export function App(): ReactNode {
  const t = useTranslations('common')
  return (
    <Frame name={<Link to="/staff">{t('appName')}</Link>} tools={<LanguageSwitch />}>
      <NotFound home="/staff" />
    </Frame>
  )
}
