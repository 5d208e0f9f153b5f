import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../../components/Button.tsx'
import { Page } from '../../components/Page.tsx'
import { useTimeWords } from '../../components/Time.tsx'
import { useMembership } from '../membership.tsx'
import './patients.css'

/** A sign-up code as it was made: shown this once. */
export type MadeInvitation = { code: string; expiresAt: string; url: string }

type Props = { name: string; made: MadeInvitation; isStaff: boolean; onDone: () => void }

/** The code, large enough to read out, on a sheet to print and hand over. */
export function Invitation({ name, made, isStaff, onDone }: Props): ReactNode {
  const t = useTranslations('staffPeople.invitation')
  const common = useTranslations('common.buttons')
  const timeWords = useTimeWords()
  const { practice } = useMembership()
  return (
    <Page title={t('title', { name })}>
      <p className="screen-only">{t('lead')}</p>
      <section className="sheet invitation" aria-label={t('code')}>
        <p className="soft">{practice.name}</p>
        <p className="invitation-code">
          <code>{made.code}</code>
        </p>
        <p>{t('until', { when: timeWords(made.expiresAt) })}</p>
        <h2>{t('how')}</h2>
        <ol>
          <li>{t('step1', { url: made.url })}</li>
          <li>{isStaff ? t('step2staff') : t('step2')}</li>
          <li>{t('step3')}</li>
        </ol>
      </section>
      <p className="row screen-only">
        <Button look="primary" onClick={() => print()}>
          {common('print')}
        </Button>
        <Button onClick={onDone}>{t('done')}</Button>
      </p>
    </Page>
  )
}
