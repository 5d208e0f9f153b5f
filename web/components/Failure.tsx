import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useProblemWords } from '../i18n/problem-words.ts'
import { Button } from './Button.tsx'
import { Link } from './Link.tsx'
import { Notice } from './Notice.tsx'
import { Page } from './Page.tsx'

type Problem = { readonly status: number; readonly code: string }

/** The whole page when it broke: what happened, and loading it again. */
export function Failure(): ReactNode {
  const t = useTranslations('common')
  const { problemWords } = useProblemWords()
  return (
    <main className="frame-inner frame-main">
      <Page title={t('failed.title')} lead={problemWords({ status: 500, code: 'unexpected' })}>
        <p>
          <Button look="primary" onClick={() => location.reload()}>
            {t('buttons.reload')}
          </Button>
        </p>
      </Page>
    </main>
  )
}

/** In place of what could not be read: why, and trying again. Older content, if any, stays beside it. */
export function FailedRead({ problem, onRetry }: { problem: Problem; onRetry: () => void }): ReactNode {
  const t = useTranslations('common')
  const { problemWords } = useProblemWords()
  const isLine = problem.status === 0
  return (
    <div className="stack">
      <Notice kind={isLine ? 'offline' : 'urgent'} isNew heading={t('failed.title')}>
        {problemWords(problem)}
      </Notice>
      <p>
        <Button onClick={onRetry}>{t('buttons.tryAgain')}</Button>
      </p>
    </div>
  )
}

/** An address that leads nowhere. */
export function NotFound({ home }: { home: string }): ReactNode {
  const t = useTranslations('common')
  return (
    <Page title={t('empty.notFoundTitle')} lead={t('empty.notFound')}>
      <p>
        <Link to={home}>{t('buttons.home')}</Link>
      </p>
    </Page>
  )
}
