import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import './Loading.css'

/** The shape of what is coming: `lines` grey lines, seen only when it takes longer than 300 ms. */
export function Loading({ lines = 4 }: { lines?: number }): ReactNode {
  const t = useTranslations('common.states')
  return (
    <output className="loading">
      <span className="visually-hidden">{t('loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span className="loading-line" key={index} />
      ))}
    </output>
  )
}
