import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { NotFound } from '../components/Failure.tsx'
import { Frame } from '../components/Frame.tsx'
import { LanguageSwitch } from '../components/LanguageSwitch.tsx'
import { Link } from '../components/Link.tsx'
import { Loading } from '../components/Loading.tsx'
import { ThemeSwitch } from '../components/ThemeSwitch.tsx'
import { Router } from '../patient-router.tsx'
import { routes } from './routes.ts'

/** The patient's application: the frame around every page, and the page of the present address. */
export function App(): ReactNode {
  const t = useTranslations('common')
  return (
    <Frame name={<Link to="/">{t('appName')}</Link>} tools={<LanguageSwitch />} footer={<ThemeSwitch />}>
      <Router routes={routes} pages={{}} missing={Missing} loading={<Loading />} />
    </Frame>
  )
}

function Missing(): ReactNode {
  return <NotFound home="/" />
}
