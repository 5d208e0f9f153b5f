import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Icon } from './Icon.tsx'
import { Link } from './Link.tsx'
import './Page.css'

type Props = {
  /** The document's title, and the one h1 unless `heading` says it otherwise. */
  title: string
  heading?: ReactNode
  /** One or two sentences under the heading. */
  lead?: ReactNode
  back?: { to: string; label?: string }
  /** The form below was refused: said first in the document's title, as a screen reader reads it first. */
  hasError?: boolean
  children?: ReactNode
}

let isFirstPage = true

/** One page: sets the document's title, and on navigation moves focus to its heading. */
export function Page({ title, heading, lead, back, hasError = false, children }: Props): ReactNode {
  const t = useTranslations('common')
  const headingRef = useRef<HTMLHeadingElement>(null)
  const titled = hasError ? t('titleWithError', { title }) : title
  const documentTitle = t('titleInApp', { title: titled, appName: t('appName') })

  useEffect(() => {
    document.title = documentTitle
  }, [documentTitle])

  useEffect(() => {
    // After a load the browser's own start of the document is right; taking focus then would skip the header.
    if (!isFirstPage) {
      headingRef.current?.focus({ preventScroll: true })
    }
    isFirstPage = false
  }, [])

  return (
    <div className="page stack">
      <div className="page-head">
        {back && (
          <p className="page-back screen-only">
            <Link to={back.to}>
              <Icon name="back" />
              {back.label ?? t('buttons.back')}
            </Link>
          </p>
        )}
        <h1 ref={headingRef} tabIndex={-1}>
          {heading ?? title}
        </h1>
        {lead && <p className="page-lead">{lead}</p>}
      </div>
      {children}
    </div>
  )
}
