import { Fragment, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '../components/Button.tsx'

export type CursorPage = { cursor: string; isFirst: boolean; onMore: ((cursor: string) => void) | undefined }

/** A long list page by page, one below the other: the last one may ask for the next. */
export function CursorPages({ children }: { children: (page: CursorPage) => ReactNode }): ReactNode {
  const [cursors, setCursors] = useState<readonly string[]>([''])
  return cursors.map((cursor, index) => (
    <Fragment key={cursor}>
      {children({
        cursor,
        isFirst: index === 0,
        onMore: index === cursors.length - 1 ? (next) => setCursors([...cursors, next]) : undefined,
      })}
    </Fragment>
  ))
}

export function ShowMore({ next, onMore }: { next: string | null; onMore: CursorPage['onMore'] }): ReactNode {
  const common = useTranslations('common.buttons')
  return (
    next &&
    onMore && (
      <p>
        <Button onClick={() => onMore(next)}>{common('showMore')}</Button>
      </p>
    )
  )
}
